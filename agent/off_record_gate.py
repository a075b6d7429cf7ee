"""Replaces the samples of people who are off the record by zeros, before anything takes them."""

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np
import structlog
from numpy.typing import NDArray

from agent.caption_publisher import CLOSING
from server.meeting.off_record import OffRecord

ATTRIBUTE = "parley.off_record"
"""Empty: nobody; else `all`, identities, or both, with spaces between."""
EVERYBODY = "all"
HOLD_S = 0.5
"""Silence after somebody resumes: what they said before that arrives late."""
REPUBLISH_S = 1.0

log = structlog.get_logger()


class OffRecordGate:
    """Who is heard; until it is known who is off the record, nobody is."""

    def __init__(self) -> None:
        self._now: OffRecord | None = None
        self._ends_s: dict[str, float] = {}
        self._everybodys_end_s = 0.0
        self._changed = asyncio.Event()

    @property
    def attributes(self) -> dict[str, str]:
        """What clients are told: what is in force."""
        now = self._now or OffRecord()
        return {ATTRIBUTE: " ".join([*([EVERYBODY] if now.everybody else []), *sorted(now.people)])}

    def change(self, now: OffRecord) -> None:
        """Apply from the next frame on."""
        before, self._now = self._now or OffRecord(), now
        end_s = asyncio.get_running_loop().time() + HOLD_S
        self._ends_s |= dict.fromkeys(before.people - now.people, end_s)
        if before.everybody and not now.everybody:
            self._everybodys_end_s = end_s
        self._changed.set()
        log.info("off_record_applied", everybody=now.everybody, people=len(now.people))

    def stage(self, identity: str, waiting: Callable[[], int], cut: Callable[[], None]) -> "OffRecordStage":
        """Return what one track of a person passes; of the frames that arrived, `waiting` were not taken yet.

        `cut` is called before the first frame of each silence.
        """
        return OffRecordStage(self, identity, waiting, cut)

    def is_off(self, identity: str) -> bool:
        """Whether this person is off the record, or it is not known."""
        return self._now is None or self._now.covers(identity)

    def has_ended(self, identity: str) -> bool:
        """Whether nothing that was said off the record can arrive any more."""
        if self.is_off(identity):
            return False
        end_s = max(self._everybodys_end_s, self._ends_s.get(identity, 0.0))
        return asyncio.get_running_loop().time() >= end_s

    async def publish(self, send: Callable[[dict[str, str]], Awaitable[None]]) -> None:
        """Send the attribute at each change, until cancelled; retry when LiveKit refuses it."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await send(self.attributes)
            except CLOSING as error:
                log.warning("off_record_not_published", error=type(error).__name__)
                await asyncio.sleep(REPUBLISH_S)
                self._changed.set()


class OffRecordStage:
    """One track's samples on their way; of any rate."""

    def __init__(
        self, gate: OffRecordGate, identity: str, waiting: Callable[[], int], cut: Callable[[], None]
    ) -> None:
        self._gate = gate
        self._identity = identity
        self._waiting = waiting
        self._cut = cut
        self._is_silent = not gate.has_ended(identity)
        self._late: int | None = None
        """Frames still to come that had arrived when silence was to end, as while the loop was blocked."""

    def take(self, pcm: NDArray[np.int16], start_ms: int) -> NDArray[np.int16]:
        """Return the frame, or zeros."""
        del start_ms
        if self._gate.is_off(self._identity):
            if not self._is_silent:
                self._cut()
            self._is_silent, self._late = True, None
        elif self._is_silent and self._gate.has_ended(self._identity):
            if self._late is None:
                waiting = self._waiting()
                self._late = waiting + 1 if waiting else 0
            else:
                self._late -= 1
            self._is_silent = self._late > 0
        return np.zeros_like(pcm) if self._is_silent else pcm

    def close(self) -> None:
        """Nothing is held."""
