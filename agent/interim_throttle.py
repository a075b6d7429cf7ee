"""The pace of one speaker's hearings: every final at once, of interims only the newest and not too often."""

import asyncio
from collections import deque

from agent.recognizer import Hypothesis, InterimHypothesis, MissedSpeech

MIN_INTERIM_INTERVAL_S = 0.28
"""At most 3.6 interims a second from each speaker: each opens an unfiltered FFI subscription for a moment."""
MAX_WAITING = 5_000
"""Sentences that wait for a database that is away: hours of one speaker."""


class InterimThrottle:
    """A mailbox between a recognizer and the writer; `None` from `next` is its end."""

    def __init__(self, gap_s: float = MIN_INTERIM_INTERVAL_S) -> None:
        self._gap_s = gap_s
        self._hearings: deque[Hypothesis] = deque()
        self._filled = asyncio.Event()
        self._is_closed = False
        self._interim_at = float("-inf")
        self._last_text = ""

    def put(self, hypothesis: Hypothesis) -> None:
        """Take a hearing in place of an interim that nobody has read yet; an interim may say nothing new."""
        if self._hearings and isinstance(self._hearings[-1], InterimHypothesis):
            self._hearings.pop()
        if (
            isinstance(hypothesis, InterimHypothesis)
            and not self._hearings
            and hypothesis.text == self._last_text
        ):
            return
        self._hearings.append(hypothesis if len(self._hearings) < MAX_WAITING else self._too_many(hypothesis))
        self._filled.set()

    def _too_many(self, hypothesis: Hypothesis) -> MissedSpeech:
        """Give what stands in its place: one gap, that grows."""
        start_ms = hypothesis.start_ms
        if isinstance(last := self._hearings[-1], MissedSpeech):
            self._hearings.pop()
            start_ms = last.start_ms
        return MissedSpeech(start_ms, hypothesis.end_ms, "database")

    def close(self) -> None:
        """Say that nothing more will come."""
        self._is_closed = True
        self._filled.set()

    async def next(self) -> Hypothesis | None:
        """Wait for what is to be shown next."""
        loop = asyncio.get_running_loop()
        while True:
            wait_s = self._interim_at + self._gap_s - loop.time()
            if self._hearings and (not isinstance(self._hearings[0], InterimHypothesis) or wait_s <= 0):
                return self._give(loop.time())
            if self._is_closed and not self._hearings:
                return None
            self._filled.clear()
            try:
                async with asyncio.timeout(max(0.0, wait_s) if self._hearings else None):
                    await self._filled.wait()
            except TimeoutError:
                continue  # the gap is over: the newest interim may go

    def _give(self, now: float) -> Hypothesis:
        hypothesis = self._hearings.popleft()
        if isinstance(hypothesis, InterimHypothesis):
            self._interim_at, self._last_text = now, hypothesis.text
        else:
            self._last_text = ""
        return hypothesis
