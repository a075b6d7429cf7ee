"""Where a sample stands on the meeting's clock, whose zero is the moment the first person came in."""

from collections.abc import Callable
from datetime import UTC, datetime

LATE_MS = 200
"""Frames may come later than their place by so much before the place is doubted."""
LATE_FRAMES = 10
"""So many late frames in a row are a gap in the track; fewer are a stall that will be caught up."""


class MeetingClock:
    """Milliseconds since the meeting began."""

    def __init__(self, started_at: datetime, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._started_at = started_at
        self._now = now

    def now_ms(self) -> int:
        """Read the clock; never before zero."""
        return max(0, round((self._now() - self._started_at).total_seconds() * 1000))


class TrackClock:
    """Places a track's frames, which carry no time, by counting samples from the first one's arrival.

    A frame that comes early proves the anchor late, and moves it back at once. Frames that keep coming late
    prove a gap, and move it forward by the least of their delays.
    """

    def __init__(self) -> None:
        self._end_ms: int | None = None
        self._delays_ms: list[int] = []

    def place(self, duration_ms: int, now_ms: int) -> int:
        """Give the start of a frame that has just arrived in full."""
        if self._end_ms is None:
            self._end_ms = now_ms - duration_ms
        delay_ms = now_ms - (self._end_ms + duration_ms)
        if delay_ms < 0:
            self._shift(delay_ms)
        elif delay_ms <= LATE_MS:
            self._delays_ms.clear()
        else:
            self._delays_ms.append(delay_ms)
            if len(self._delays_ms) == LATE_FRAMES:
                self._shift(min(self._delays_ms))
        start_ms = self._end_ms
        self._end_ms += duration_ms
        return max(0, start_ms)

    def _shift(self, by_ms: int) -> None:
        assert self._end_ms is not None  # noqa: S101  place() anchored it
        self._end_ms += by_ms
        self._delays_ms.clear()
