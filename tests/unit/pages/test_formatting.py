"""How moments, numbers and names are written."""

from datetime import datetime, timedelta, timezone

import pytest

from server.pages import formatting


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
