"""Measures the time that recognizers spend on speech."""

import time
from collections.abc import Callable
from typing import TypeVar

from agent.job_metrics import REAL_TIME_FACTOR, RECOGNIZER_AUDIO, RECOGNIZER_BUSY

Result = TypeVar("Result")


class RecognizerMeter:
    """Meter of one utterance; it is called in the recognizer's thread, one call after the other."""

    def __init__(self, engine: str, language: str) -> None:
        self._audio = RECOGNIZER_AUDIO.labels(engine, language)
        self._busy = RECOGNIZER_BUSY.labels(engine, language)
        self._factor = REAL_TIME_FACTOR.labels(engine, language)
        self._audio_s = 0.0
        self._busy_s = 0.0

    def timed(self, work: Callable[..., Result], *args: object) -> Result:
        """Call `work` and count the time it takes."""
        began = time.perf_counter()
        try:
            return work(*args)
        finally:
            took_s = time.perf_counter() - began
            self._busy_s += took_s
            self._busy.inc(took_s)

    def fed(self, audio_s: float) -> None:
        """Count speech."""
        self._audio_s += audio_s
        self._audio.inc(audio_s)

    def finish(self) -> None:
        """Observe the real-time factor of the utterance."""
        if self._audio_s:
            self._factor.observe(self._busy_s / self._audio_s)
