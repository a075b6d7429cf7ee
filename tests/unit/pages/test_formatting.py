"""How times, lengths and names are written."""

from datetime import datetime, timedelta, timezone

import pytest

from server.pages import formatting


@pytest.mark.parametrize(
    ("ms", "written"),
    [(0, "0:00"), (7_999, "0:07"), (724_000, "12:04"), (3_729_000, "1:02:09"), (-5, "0:00")],
)
def test_clock(ms: int, written: str) -> None:
    """A place on the meeting's clock shows hours only when there are any."""
    assert formatting.clock(ms) == written


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
def test_length(seconds: int, written: str) -> None:
    """A length is told in the largest units that still tell."""
    assert formatting.length(seconds) == written


@pytest.mark.parametrize(("share", "written"), [(0, "0 %"), (0.2, "< 1 %"), (37.5, "38 %"), (100, "100 %")])
def test_percent(share: float, written: str) -> None:
    """A share never reads as nothing when it is something."""
    assert formatting.percent(share) == written


@pytest.mark.parametrize(
    ("name", "written"), [("Ada King Lovelace", "AL"), ("bob", "B"), ("  ", ""), ("李 小龙", "李小")]
)
def test_initials(name: str, written: str) -> None:
    """Initials are of the first and the last word."""
    assert formatting.initials(name) == written


@pytest.mark.parametrize(
    ("numbers", "grouped"),
    [([], []), ([4], [[4]]), ([1, 2, 3, 7, 8], [[1, 2, 3], [7, 8]]), ([1, 3], [[1], [3]])],
)
def test_runs(numbers: list[int], grouped: list[list[int]]) -> None:
    """Numbers that follow each other are one run."""
    assert formatting.consecutive_runs(numbers) == grouped


def test_moment_in_utc() -> None:
    """A moment of any zone is written in UTC, which the page says."""
    at = datetime(2026, 11, 22, 1, 30, tzinfo=timezone(timedelta(hours=9)))
    assert formatting.day_and_time(at) == "21 November 2026, 16:30 UTC"


@pytest.mark.parametrize(("names", "written"), [([], ""), (["A"], "A"), (["A", "B", "C"], "A, B and C")])
def test_listing(names: list[str], written: str) -> None:
    """Names stand as one says them."""
    assert formatting.join_names(names) == written
