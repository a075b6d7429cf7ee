"""Placing frames without timestamps on the meeting's clock."""

import pytest

from agent.meeting_clock import LATE_FRAMES, MeetingClock, TrackClock


def places(arrivals_ms: list[int]) -> list[int]:
    """Starts of 100 ms frames that arrived at these times."""
    track = TrackClock()
    return [track.place(100, now_ms) for now_ms in arrivals_ms]


def test_zero_is_the_start() -> None:
    """Once the elapsed time is known, the clock counts from the meeting's start."""
    now_s = [100.0]
    clock = MeetingClock(lambda: now_s[0])
    now_s[0] = 101.0
    clock.start(60_000, clock.now_ms())
    now_s[0] = 103.0
    assert clock.now_ms() + clock.offset_ms == 62_000


def test_wall_clock_jumps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting the wall clock an hour back or forward moves no word."""
    clock = MeetingClock()
    clock.start(60_000, clock.now_ms())
    for wall_s in (0.0, 2e9):
        monkeypatch.setattr("time.time", lambda wall_s=wall_s: wall_s)
        assert 60_000 <= clock.now_ms() + clock.offset_ms < 61_000


def test_first_frame() -> None:
    """The first frame began its length before its arrival."""
    assert places([5000]) == [4900]


def test_even_frames() -> None:
    """Punctual frames are placed end to end."""
    assert places([1000, 1100, 1200]) == [900, 1000, 1100]


def test_jitter() -> None:
    """A slightly late frame is placed end to end."""
    assert places([1000, 1250, 1260]) == [900, 1000, 1100]


def test_stall() -> None:
    """Frames delayed by a second and then delivered together are placed end to end."""
    arrivals = [1000, *([2000] * 9), 2100]
    assert places(arrivals) == list(range(900, 2000, 100))


def test_late_anchor() -> None:
    """If the first frame was late, later frames prove it and the anchor moves back."""
    assert places([1300, 1100, 1200])[-1] == 1100


def test_gap() -> None:
    """After a gap in the track frames are placed at their arrival, once they have stayed late."""
    after = [5000 + 100 * number for number in range(LATE_FRAMES + 1)]
    assert places([1000, *after])[-1] == after[-1] - 100
