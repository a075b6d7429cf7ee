"""One agent worker of a stack is active; a second one, which has loaded everything, waits for its end."""

import asyncio
import fcntl
import os
from pathlib import Path

LOOK_S = 0.05


class WorkerLock:
    """A lock on a file, held until the process ends.

    The kernel releases it however its holder ends. Job processes do not hold it: they are forked from the
    fork server, which is started before and does not inherit the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if it is free; raises OSError if the file cannot be created."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.ftruncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())
        return True

    async def acquire(self) -> None:
        """Wait for the lock. It is polled: a thread that waits in flock() would delay the process's end."""
        while not self.try_acquire():  # noqa: ASYNC110  another process tells us nothing
            await asyncio.sleep(LOOK_S)
