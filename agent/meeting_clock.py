"""Maps samples to the meeting's clock, whose zero is the arrival of the first participant."""

import time
from collections.abc import Callable

LATE_MS = 200
"""Tolerated delay of a frame behind its expected arrival."""
LATE_FRAMES = 10
"""This many late frames in a row are a gap in the track; fewer are a stall that is caught up."""


class MeetingClock:
    """Milliseconds on a monotonic clock, independent of changes of the wall clock.

    `now_ms` counts from the clock's creation; once the meeting's elapsed time is known, adding `offset_ms`
    converts it to meeting time.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._zero_s = now_s()
        self._offset_ms: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether the meeting's start is known."""
        return self._offset_ms is not None

    @property
    def offset_ms(self) -> int:
        """Milliseconds to add to `now_ms`."""
        assert self._offset_ms is not None  # noqa: S101  nothing is placed before the meeting has begun
        return self._offset_ms

    def now_ms(self) -> int:
        """Milliseconds since the clock's creation."""
        return round((self._now_s() - self._zero_s) * 1000)

    def start(self, elapsed_ms: int, at_ms: int) -> None:
        """Set the offset: `elapsed_ms` of the meeting had passed when this clock read `at_ms`."""
        self._offset_ms = elapsed_ms - at_ms


class TrackClock:
    """Places a track's frames, which have no timestamps, by counting samples from the first one's arrival.

    A frame that arrives early proves the anchor late and moves it back at once. LATE_FRAMES in a row that are
    late prove a gap and move it forward by the smallest of their delays.
    """

    def __init__(self) -> None:
        self._end_ms: int | None = None
        self._delays_ms: list[int] = []

    def place(self, duration_ms: int, now_ms: int) -> int:
        """Return the start of a frame that has just arrived in full."""
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
        assert self._end_ms is not None  # noqa: S101  set by place()
        self._end_ms += by_ms
        self._delays_ms.clear()
