"""Both ends of the line: a stage of an import runs in a child process that answers in lines of JSON."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncGenerator, Mapping
from typing import Any

POLL_S = 2.0
"""After so long without a line None is yielded, so that the caller can look whether to go on."""
MAX_LINE_BYTES = 1 << 16
KEPT = ("PATH", "PYTHONPATH", "HOME", "LANG")
"""What a child needs of the environment: no passwords, keys or addresses."""


class StageFailedError(Exception):
    """The child ended without an answer; its code is negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit code {code}")
        self.code = code


async def answers(
    module: str, arguments: list[str], also: Mapping[str, str] | None = None
) -> AsyncGenerator[dict[str, Any] | None]:
    """Yield the child's lines, and None while there are none; closing the iterator ends the child.

    Raises StageFailedError if the child fails.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in KEPT if name in os.environ} | dict(also or {}),
        limit=MAX_LINE_BYTES, start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None  # noqa: S101  a pipe was asked for
    reading: asyncio.Task[bytes] | None = None
    try:
        while True:
            reading = reading or asyncio.create_task(child.stdout.readline())
            done, _ = await asyncio.wait([reading], timeout=POLL_S)
            if not done:
                yield None
                continue
            line, reading = reading.result(), None
            if not line:
                break
            yield json.loads(line)
        if code := await child.wait():
            raise StageFailedError(code)
    finally:
        if reading is not None:
            reading.cancel()
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()


def say(message: Mapping[str, object]) -> None:
    """Answer, in the child: one line that `answers` yields."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
