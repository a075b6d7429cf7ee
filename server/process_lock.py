"""One of two like processes is active; the standby, which has loaded everything, waits for its end."""

import asyncio
import fcntl
import os
from pathlib import Path

LOOK_S = 0.05


class ProcessLock:
    """A lock on a file, which then has its holder's process id; held until the process ends.

    The kernel releases it however its holder ends. Child processes do not hold it, unless they are forked
    without exec: an agent's jobs are forked from the fork server, which is started before.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if it is free; raises OSError if the file cannot be created."""
        try:
            self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def acquire_blocking(self) -> None:
        """Wait for the lock, and do nothing else; raises OSError if the file cannot be created."""
        self._lock(fcntl.LOCK_EX)

    async def acquire(self) -> None:
        """Wait for the lock. It is polled: a thread that waits in flock() would delay the process's end."""
        while not self.try_acquire():  # noqa: ASYNC110  another process tells us nothing
            await asyncio.sleep(LOOK_S)

    def _lock(self, operation: int) -> None:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, operation)
        os.ftruncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())
