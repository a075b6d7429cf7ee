"""Where a sample stands on the meeting's clock, whose zero is the moment the first person came in."""

import time
from collections.abc import Callable

LATE_MS = 200
"""Frames may come later than their place by so much before the place is doubted."""
LATE_FRAMES = 10
"""So many late frames in a row are a gap in the track; fewer are a stall that will be caught up."""


class MeetingClock:
    """Milliseconds by a clock that only goes forward, whatever becomes of the wall's.

    `now_ms` counts from when this clock was made; once it is known how long the meeting had gone on then,
    `offset_ms` is what makes it the meeting's.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._zero_s = now_s()
        self._offset_ms: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether the meeting's beginning is known."""
        return self._offset_ms is not None

    @property
    def offset_ms(self) -> int:
        """What to add to `now_ms`."""
        assert self._offset_ms is not None  # noqa: S101  nothing is placed in a meeting that has not begun
        return self._offset_ms

    def now_ms(self) -> int:
        """Read the clock."""
        return round((self._now_s() - self._zero_s) * 1000)

    def start(self, elapsed_ms: int, at_ms: int) -> None:
        """Say that the meeting had gone on for so long when this clock said `at_ms`."""
        self._offset_ms = elapsed_ms - at_ms


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
        return start_ms

    def _shift(self, by_ms: int) -> None:
        assert self._end_ms is not None  # noqa: S101  place() anchored it
        self._end_ms += by_ms
        self._delays_ms.clear()
