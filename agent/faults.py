"""What is wrong with a room's captions now, for the people in it: `parley.fault` of the transcriber."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

import structlog

from agent.caption_publisher import CLOSING

Fault = Literal["language", "engine", "database", "delayed"]
"""language: no engine here knows it; engine: words are lost; database, delayed: words wait to be shown."""
WORST_FIRST: tuple[Fault, ...] = ("language", "engine", "database", "delayed")
ATTRIBUTE = "parley.fault"
"""Empty while all is well."""
TELL_AGAIN_S = 1.0

log = structlog.get_logger()


class Faults:
    """Each part of a job says what is wrong with it; the worst is told."""

    def __init__(self) -> None:
        self._now: dict[str, Fault] = {}
        self._changed = asyncio.Event()

    @property
    def worst(self) -> str:
        """The worst there is now; empty when all is well."""
        return next((fault for fault in WORST_FIRST if fault in self._now.values()), "")

    def begin(self, part: str, fault: Fault) -> None:
        """Say what is wrong with a part."""
        self._now[part] = fault
        self._changed.set()

    def end(self, part: str, *faults: Fault) -> None:
        """Say that it is well again: of these faults, else of all."""
        if part in self._now and (not faults or self._now[part] in faults):
            del self._now[part]
            self._changed.set()

    async def publish(self, tell: Callable[[str], Awaitable[None]]) -> None:
        """Tell each change, until cancelled; told again when LiveKit did not take it."""
        told = ""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if (worst := self.worst) == told:
                continue
            try:
                await tell(worst)
                told = worst
                log.info("captions_fault", fault=worst or "none")
            except CLOSING as error:
                log.warning("fault_not_told", error=type(error).__name__)
                await asyncio.sleep(TELL_AGAIN_S)
                self._changed.set()
