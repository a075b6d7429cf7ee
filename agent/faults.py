"""Caption faults of a room, published to its clients as the transcriber's attribute `parley.fault`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

import structlog

from agent.caption_publisher import CLOSING

Fault = Literal["language", "engine", "database", "delayed"]
"""language: no engine supports it; engine: words are lost; database, delayed: captions are late."""
WORST_FIRST: tuple[Fault, ...] = ("language", "engine", "database", "delayed")
ATTRIBUTE = "parley.fault"
"""Empty without a fault."""
REPUBLISH_S = 1.0

log = structlog.get_logger()


class Faults:
    """Current fault of each part of a job; the worst of them is published."""

    def __init__(self) -> None:
        self._now: dict[str, Fault] = {}
        self._changed = asyncio.Event()

    @property
    def worst(self) -> str:
        """The worst current fault; empty if there is none."""
        return next((fault for fault in WORST_FIRST if fault in self._now.values()), "")

    def begin(self, part: str, fault: Fault) -> None:
        """Set a part's fault."""
        self._now[part] = fault
        self._changed.set()

    def end(self, part: str, *faults: Fault) -> None:
        """Clear a part's fault if it is one of `faults`; without `faults`, any."""
        if part in self._now and (not faults or self._now[part] in faults):
            del self._now[part]
            self._changed.set()

    async def publish(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Call `send` with the worst fault at each change, until cancelled; retry when LiveKit refuses it."""
        published = ""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if (worst := self.worst) == published:
                continue
            try:
                await send(worst)
                published = worst
                log.info("fault_published", fault=worst or "none")
            except CLOSING as error:
                log.warning("fault_not_published", error=type(error).__name__)
                await asyncio.sleep(REPUBLISH_S)
                self._changed.set()
