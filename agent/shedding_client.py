"""Whisper's client of a room: while the engine is overloaded it asks for fewer interims, or none."""

import time
from pathlib import Path
from typing import Any

from agent.interim_throttle import MIN_INTERIM_INTERVAL_S
from agent.job_metrics import INTERIMS_DROPPED
from agent.job_shedding import JobShedding
from agent.whisper.client import WhisperClient
from agent.whisper.messages import Heard

_OVERLOAD = INTERIMS_DROPPED.labels("overload")


class SheddingWhisperClient(WhisperClient):
    """An interim costs Whisper as much as a final, so it is not made; finals and guesses at them pass."""

    def __init__(self, path: Path, shedding: JobShedding) -> None:
        super().__init__(path)
        self._shedding = shedding
        self._interim_at_s = float("-inf")

    async def interim(self, pcm: bytes, language: str, **options: Any) -> Heard | None:
        """Transcribe an interim; None also if it is shed."""
        if self._is_shed():
            _OVERLOAD.inc()
            return None
        self._interim_at_s = time.monotonic()
        return await super().interim(pcm, language, **options)

    def _is_shed(self) -> bool:
        """If there are fewer, one at a time for all speakers of the room."""
        interval_s = self._shedding.interim_interval_s
        if interval_s is None or interval_s <= MIN_INTERIM_INTERVAL_S:
            return interval_s is None
        return time.monotonic() - self._interim_at_s < interval_s
