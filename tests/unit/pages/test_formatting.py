"""Formatting of times, numbers and names."""

from datetime import datetime, timedelta, timezone

import pytest

from server.pages import formatting


@pytest.mark.parametrize(("share", "written"), [(0, "0 %"), (0.2, "< 1 %"), (37.5, "38 %"), (100, "100 %")])
def test_percent(share: float, written: str) -> None:
    """A small share is < 1 %, not 0 %."""
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
    """Consecutive numbers form one run."""
    assert formatting.consecutive_runs(numbers) == grouped


def test_time_in_utc() -> None:
    """A time is converted to UTC, and says so."""
    at = datetime(2026, 11, 22, 1, 30, tzinfo=timezone(timedelta(hours=9)))
    assert formatting.day_and_time(at) == "21 November 2026, 16:30 UTC"


@pytest.mark.parametrize(("names", "written"), [([], ""), (["A"], "A"), (["A", "B", "C"], "A, B and C")])
def test_join_names(names: list[str], written: str) -> None:
    """Names are joined with commas and "and"."""
    assert formatting.join_names(names) == written
