"""Replaces the samples of people who are off the record by zeros, before anything takes them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import numpy as np
import structlog
from livekit import rtc
from numpy.typing import NDArray

from agent.audio_frames import audio_frames, waiting_frames
from agent.caption_publisher import CLOSING
from server.meeting.off_record import OffRecord

ATTRIBUTE = "parley.off_record"
"""Empty: nobody; else `all`, identities, or both, with spaces between."""
EVERYBODY = "all"
HOLD_S = 0.5
"""Silence after somebody resumes: what they said before that arrives late."""
CAUGHT_UP_FRAMES = 1
"""As many frames may wait when silence ends: more were heard before, while the event loop was blocked."""
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

    async def frames(
        self, identity: str, stream: rtc.AudioStream, cut: Callable[[], None]
    ) -> AsyncIterator[NDArray[np.int16]]:
        """Yield every frame of a person's track; `cut` is called before the first one of each silence."""
        is_silent = not self._has_ended(identity)
        async for pcm in audio_frames(stream):
            if self._now is None or self._now.covers(identity):
                if not is_silent:
                    cut()
                is_silent = True
            elif is_silent and self._has_ended(identity) and waiting_frames(stream) <= CAUGHT_UP_FRAMES:
                is_silent = False
            yield np.zeros_like(pcm) if is_silent else pcm

    def _has_ended(self, identity: str) -> bool:
        if self._now is None or self._now.covers(identity):
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
