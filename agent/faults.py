"""Caption faults of a room, published to its clients as attributes of the transcriber."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

import structlog

from agent.caption_lag import CaptionLag
from agent.caption_publisher import CLOSING

Fault = Literal["language", "engine", "database", "delayed", "encrypted", "network"]
"""language: no engine supports it; engine: words are lost; database: not stored yet; delayed: late;
encrypted: somebody's words are; network: somebody's connection is lost."""
WORST_FIRST: tuple[Fault, ...] = ("language", "engine", "database", "delayed", "encrypted", "network")
FAULT = "parley.fault"
"""Empty without a fault."""
LAG = "parley.lag"
"""Seconds; empty unless the fault is `delayed` and they are known."""
NO_FAULT = {FAULT: "", LAG: ""}
REPUBLISH_S = 1.0

log = structlog.get_logger()


class Faults:
    """Current fault of each part of a job; the worst of them is published."""

    def __init__(self) -> None:
        self._now: dict[str, Fault] = {}
        self._lag_s = 0
        self.lag = CaptionLag(self.set_lag)
        self._changed = asyncio.Event()

    @property
    def attributes(self) -> dict[str, str]:
        """What clients are told."""
        lag = str(self._lag_s) if self._lag_s and self.worst == "delayed" else ""
        return {FAULT: self.worst, LAG: lag}

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

    def set_lag(self, lag_s: int) -> None:
        """Set how late captions are; 0: they are not."""
        if lag_s == self._lag_s:
            return
        self._lag_s = lag_s
        if lag_s:
            self.begin(LAG, "delayed")
        else:
            self.end(LAG)

    async def publish(self, send: Callable[[dict[str, str]], Awaitable[None]]) -> None:
        """Send the attributes at each change, until cancelled; retry when LiveKit refuses them."""
        published = NO_FAULT
        while True:
            await self._changed.wait()
            self._changed.clear()
            if (attributes := self.attributes) == published:
                continue
            try:
                await send(attributes)
                published = attributes
                log.info("fault_published", fault=attributes[FAULT] or "none", lag_s=attributes[LAG])
            except CLOSING as error:
                log.warning("fault_not_published", error=type(error).__name__)
                await asyncio.sleep(REPUBLISH_S)
                self._changed.set()
