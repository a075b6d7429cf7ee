"""A tool run to its end: lines to a callback, everything to a log, gone with us if we go."""

import asyncio
import contextlib
import os
import re
import signal
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from server.operator_error import OperatorError

LINE_LIMIT = 1 << 20
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
TELLING = re.compile(r"could not|cannot|not found|reason:|\berror: \S", re.IGNORECASE)
"""What the line with the cause looks like; tools end with a stack trace or a bracket."""


async def run(
    argv: Sequence[str],
    *,
    log: Path,
    on_line: Callable[[str], None] = lambda line: None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> int:
    """Run `argv`; its exit code. Cancelled, it takes the tool's whole group down."""
    log.parent.mkdir(parents=True, exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        "setpriv", "--pdeathsig=KILL", "--", *argv,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        cwd=cwd, env=env, process_group=0, limit=LINE_LIMIT,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101  a pipe was asked for
    try:
        with log.open("w") as kept:
            async for raw in process.stdout:
                line = raw.decode(errors="replace").rstrip()
                kept.write(f"{line}\n")
                on_line(line)
        return await process.wait()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def failed(what: str, log: Path) -> OperatorError:
    """Say in one line why a tool failed, from what it wrote."""
    written = COLOUR.sub("", log.read_text(errors="replace"))
    if "no space left" in written.lower():
        return OperatorError("the disk is full", f"df -h {log.parent}")
    lines = [line.strip() for line in written.splitlines() if re.search(r"\w", line) and " warn " not in line]
    telling = next(
        (line for line in lines if TELLING.search(line)), lines[-1] if lines else "it said nothing"
    )
    return OperatorError(f"{what} failed: {telling[:200]}", f"less {log}")


async def together(*steps: Coroutine[Any, Any, object]) -> None:
    """Run steps at once; the first that fails ends the others and is the error."""
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except BaseExceptionGroup as faults:
        raise faults.exceptions[0] from None
