"""Run a tool to its end: lines go to a callback, all output to a log; it dies with this process."""

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
"""Matches the line that names the cause; the last line is often a stack trace or a bracket."""


async def run(
    argv: Sequence[str],
    *,
    log: Path,
    on_line: Callable[[str], None] = lambda line: None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> int:
    """Run `argv`; returns its exit code. Cancelling kills the tool's process group."""
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
    """Return one line on why a tool failed, from its output."""
    written = COLOUR.sub("", log.read_text(errors="replace"))
    if "no space left" in written.lower():
        return OperatorError("the disk is full", f"df -h {log.parent}")
    lines = [line.strip() for line in written.splitlines() if re.search(r"\w", line) and " warn " not in line]
    telling = next(
        (line for line in lines if TELLING.search(line)), lines[-1] if lines else "it said nothing"
    )
    return OperatorError(f"{what} failed: {telling[:200]}", f"less {log}")


async def together(*steps: Coroutine[Any, Any, object]) -> None:
    """Run steps concurrently; the first failure cancels the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except BaseExceptionGroup as faults:
        raise faults.exceptions[0] from None
