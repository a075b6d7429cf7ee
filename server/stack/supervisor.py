"""Supervise the parts of a stack: one that dies is restarted alone, with back-off."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from server.operator_error import OperatorError
from server.parts import Outage, write_outages
from server.progress_board import ProgressBoard
from server.stack.child_process import Child, Program, ready

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 15.0
STEADY_S = 60.0
"""Run time after which a part's failure count is reset."""
STUCK_AFTER = 3
"""Failures in a row after which a part is reported as stuck; restarts continue."""


@dataclass(eq=False)
class Part:
    """A program and its present process."""

    program: Program
    tier: int
    """Higher tiers depend on lower ones, and are stopped first."""
    first: asyncio.Future[Child] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    child: Child | None = None
    failures: int = 0
    down_since: datetime | None = None
    restart_requested: bool = False
    """Stopped on purpose, to be restarted at once."""


class Supervisor:
    """Owns one task per part, which starts the process and waits for its exit; cancelled, it stops it.

    With `strict`, `watch` raises the first exit; otherwise only a part that never became ready is an error.
    """

    def __init__(self, board: ProgressBoard, data: Path, *, strict: bool = False) -> None:
        self._board, self._data, self._strict = board, data, strict
        self._parts: dict[Part, asyncio.Task[None]] = {}
        self._outages: dict[str, Outage] = {}

    async def begin(self, program: Program, tier: int) -> Child:
        """Start a part and wait until it is ready; it is kept running from then on."""
        part = Part(program, tier)
        task = self._parts[part] = asyncio.create_task(self._keep(part))
        awaited: set[asyncio.Future[Any]] = {task, part.first}
        await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
        if not part.first.done():
            task.result()
        return part.first.result()

    async def watch(self) -> None:
        """Wait until a part fails for good; raises its error."""
        done, _ = await asyncio.wait(self._parts.values(), return_when=asyncio.FIRST_COMPLETED)
        done.pop().result()

    async def restart(self, name: str) -> None:
        """Stop one part; its task restarts it at once."""
        for part in self._parts:
            if part.program.name == name and part.child is not None and part.child.running:
                part.restart_requested = True
                await part.child.stop()

    async def end(self, name: str) -> None:
        """Stop one part for good."""
        for part, task in list(self._parts.items()):
            if part.program.name == name:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                del self._parts[part]

    async def stop(self) -> None:
        """Stop every part, dependent tiers first, and cancel pending restarts."""
        for tier in sorted({part.tier for part in self._parts}, reverse=True):
            tasks = [task for part, task in self._parts.items() if part.tier == tier]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        write_outages(self._data, {})

    async def _keep(self, part: Part) -> None:
        while True:
            try:
                await self._run(part)
            except (OperatorError, OSError) as error:
                if not part.first.done() or self._strict:
                    raise
                self._report_failure(part, error)
            if part.restart_requested:
                part.restart_requested = False
            else:
                await asyncio.sleep(pause_s(part.failures))

    async def _run(self, part: Part) -> None:
        """Start the process and wait for its exit, which is an error unless `restart` caused it.

        The first start has a time limit. Later ones have none: a database may replay its log for long,
        and killing it would start the replay over.
        """
        began, limit_s = time.monotonic(), None if part.first.done() else part.program.within_s
        part.child = child = await part.program.start()
        try:
            await ready(child, part.program.answers, limit_s)
            self._report_ready(part, child, began)
            ready_at = time.monotonic()
            await child.process.wait()
            if time.monotonic() - ready_at > STEADY_S:
                part.failures = 0
            if not part.restart_requested:
                raise child.died()
        finally:
            await child.stop()

    def _report_ready(self, part: Part, child: Child, began: float) -> None:
        if not part.first.done():
            part.first.set_result(child)
            return
        part.down_since = None
        self._write_outage(part.program.name, None)
        self._board.ready(part.program.name, f"is back, process {child.process.pid}", began)

    def _report_failure(self, part: Part, error: OperatorError | OSError) -> None:
        if part.restart_requested:
            return
        part.failures += 1
        part.down_since = part.down_since or datetime.now(UTC)
        stuck = part.failures >= STUCK_AFTER
        said, fix = (error.cause, error.fix or "") if isinstance(error, OperatorError) else (str(error), "")
        outage = Outage(said, fix, part.down_since.isoformat(timespec="seconds"), part.failures, stuck)
        self._write_outage(part.program.name, outage)
        if part.failures == 1:
            self._board.line(f"! {said}; restarting it, the other parts keep running")
        elif part.failures == STUCK_AFTER:
            self._board.line(f"✗ {part.program.name} does not come back, retrying: {error}")

    def _write_outage(self, name: str, outage: Outage | None) -> None:
        self._outages.pop(name, None)
        if outage is not None:
            self._outages[name] = outage
        write_outages(self._data, self._outages)


def pause_s(failures: int) -> float:
    """Return the seconds before the next start: doubled each time, up to LONGEST_PAUSE_S."""
    return min(FIRST_PAUSE_S * 2.0 ** max(failures - 1, 0), LONGEST_PAUSE_S)
