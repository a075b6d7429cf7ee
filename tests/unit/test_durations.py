"""How durations are written."""

from collections.abc import Callable

import pytest

from server import durations


@pytest.mark.parametrize(
    ("ms", "written"),
    [(0, "0:00"), (7_999, "0:07"), (724_000, "12:04"), (3_729_000, "1:02:09"), (-5, "0:00")],
)
def test_clock(ms: int, written: str) -> None:
    """A place on the meeting's clock shows hours only when there are any."""
    assert durations.clock(ms) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (45, "45 s"),
        (60, "1 min"),
        (89, "1 min"),
        (90, "2 min"),
        (3600, "1 h"),
        (3900, "1 h 5 min"),
        (3599, "1 h"),
    ],
)
def test_to_the_minute(seconds: int, written: str) -> None:
    """A length is told in the largest units that still tell."""
    assert durations.to_the_minute(seconds) == written


@pytest.mark.parametrize(
    ("write", "seconds", "written"),
    [
        (durations.to_the_second, 45.4, "45 s"),
        (durations.to_the_second, 180, "3 min"),
        (durations.to_the_second, 200, "3 min 20 s"),
        (durations.in_two_units, 0.42, "0.4 s"),
        (durations.in_two_units, 45.9, "45 s"),
        (durations.in_two_units, 11_520, "3 h 12 min"),
        (durations.in_two_units, 190_800, "2 d 5 h"),
        (durations.in_one_unit, 11_520, "3.2 h"),
        (durations.in_one_unit, 90, "1.5 min"),
        (durations.to_wait, 1, "1 second"),
        (durations.to_wait, 121, "3 minutes"),
    ],
)
def test_written(write: Callable[[int | float], str], seconds: float, written: str) -> None:
    """Each form keeps the precision that its readers use."""
    assert write(seconds) == written
