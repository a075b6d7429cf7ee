"""Rate limit of one speaker's hypotheses: finals pass at once, of interims the newest at intervals."""

import asyncio
from collections import deque
from collections.abc import Callable

from agent.job_metrics import INTERIMS_DROPPED
from agent.recognizer import Hypothesis, InterimHypothesis, MissedSpeech

MIN_INTERIM_INTERVAL_S = 0.28
"""At most 3.6 interims/s per speaker, because each briefly opens an unfiltered FFI subscription."""
MAX_QUEUED = 5_000
"""Hypotheses queued while the database is unavailable: hours of one speaker."""
_SUPERSEDED = INTERIMS_DROPPED.labels("superseded")
_OVERLOAD = INTERIMS_DROPPED.labels("overload")


class InterimThrottle:
    """Queue between a recognizer and the writer; `next` returns None at its end."""

    def __init__(self, interval_s: Callable[[], float | None] = lambda: MIN_INTERIM_INTERVAL_S) -> None:
        """`interval_s` returns the present interval; None while interims are shed."""
        self._interval_s = interval_s
        self._queued: deque[Hypothesis] = deque()
        self._filled = asyncio.Event()
        self._is_closed = False
        self._interim_at = float("-inf")
        self._last_text = ""

    def put(self, hypothesis: Hypothesis) -> None:
        """Queue a hypothesis in place of a queued interim; skip an interim with the text last returned."""
        if self._queued and isinstance(self._queued[-1], InterimHypothesis):
            self._queued.pop()
            _SUPERSEDED.inc()
        if isinstance(hypothesis, InterimHypothesis):
            if self._interval_s() is None:
                _OVERLOAD.inc()
                return
            if not self._queued and hypothesis.text == self._last_text:
                return
        self._queued.append(hypothesis if len(self._queued) < MAX_QUEUED else self._overflow_gap(hypothesis))
        self._filled.set()

    def _overflow_gap(self, hypothesis: Hypothesis) -> MissedSpeech:
        """Return the gap that replaces a hypothesis beyond the limit, joined with the gap before it."""
        start_ms = hypothesis.start_ms
        if isinstance(last := self._queued[-1], MissedSpeech):
            self._queued.pop()
            start_ms = last.start_ms
        return MissedSpeech(start_ms, hypothesis.end_ms, "database")

    def close(self) -> None:
        """End the queue; `next` still returns what is queued."""
        self._is_closed = True
        self._filled.set()

    async def next(self) -> Hypothesis | None:
        """Wait for the next hypothesis to publish."""
        loop = asyncio.get_running_loop()
        while True:
            wait_s = self._interim_at + (self._interval_s() or 0.0) - loop.time()
            if self._queued and (not isinstance(self._queued[0], InterimHypothesis) or wait_s <= 0):
                return self._pop(loop.time())
            if self._is_closed and not self._queued:
                return None
            self._filled.clear()
            try:
                async with asyncio.timeout(max(0.0, wait_s) if self._queued else None):
                    await self._filled.wait()
            except TimeoutError:
                continue  # the interval is over: the newest interim may be published

    def _pop(self, now: float) -> Hypothesis:
        hypothesis = self._queued.popleft()
        if isinstance(hypothesis, InterimHypothesis):
            self._interim_at, self._last_text = now, hypothesis.text
        else:
            self._last_text = ""
        return hypothesis
