"""Rules of series when one of their meetings moves to another day."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from server.meeting.recurrence import Plan, Recurrence, carried, moved_rule

MONTH_END = "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
TWICE = "FREQ=WEEKLY;BYDAY=MO,WE;WKST=MO"


@pytest.mark.parametrize(
    ("rule", "was", "now", "after"),
    [
        (MONTH_END, date(2027, 2, 28), date(2027, 2, 28), MONTH_END),
        (MONTH_END, date(2027, 1, 31), date(2027, 2, 28), MONTH_END),
        (MONTH_END, date(2027, 2, 28), date(2027, 2, 27), "FREQ=MONTHLY;BYMONTHDAY=27"),
        ("FREQ=MONTHLY;BYDAY=-1MO", date(2027, 2, 22), date(2027, 2, 22), "FREQ=MONTHLY;BYDAY=-1MO"),
        ("FREQ=MONTHLY;BYDAY=-1MO", date(2027, 2, 22), date(2027, 2, 23), "FREQ=MONTHLY;BYDAY=4TU"),
        ("FREQ=MONTHLY;BYDAY=-1MO", date(2027, 3, 29), date(2027, 3, 30), "FREQ=MONTHLY;BYDAY=-1TU"),
        ("FREQ=DAILY;INTERVAL=2", date(2027, 2, 22), date(2027, 2, 23), "FREQ=DAILY;INTERVAL=2"),
        (
            "FREQ=WEEKLY;BYDAY=MO;WKST=MO",
            date(2027, 2, 22),
            date(2027, 2, 23),
            "FREQ=WEEKLY;BYDAY=TU;WKST=MO",
        ),
        (TWICE, date(2027, 2, 22), date(2027, 2, 23), "FREQ=WEEKLY;BYDAY=TU,WE;WKST=MO"),
        (TWICE, date(2027, 2, 24), date(2027, 2, 26), "FREQ=WEEKLY;BYDAY=MO,FR;WKST=MO"),
        (TWICE, date(2027, 2, 22), date(2027, 2, 24), TWICE),
        (TWICE, date(2027, 2, 22), date(2027, 3, 1), TWICE),
    ],
)
def test_moved(rule: str, was: date, now: date, after: str) -> None:
    """A rule stays where it has the new day, else the new day takes the place of the old one."""
    assert moved_rule(rule, was, now) == after


@pytest.mark.parametrize(
    ("first", "zone", "days"),
    [
        ((2027, 1, 1, 9), "Asia/Tokyo", [(1, 1), (2, 1), (3, 1)]),
        ((2027, 1, 1, 0), "Etc/GMT+1", [(12, 31), (1, 31), (2, 28)]),
        ((2027, 3, 1, 0), "Etc/GMT+1", [(2, 28), (3, 31), (4, 30)]),
        ((2027, 1, 2, 0), "Etc/GMT+1", [(1, 1), (2, 1), (3, 1)]),
        ((2027, 1, 29, 23), "Asia/Tokyo", None),
        ((2027, 1, 30, 23), "Asia/Tokyo", None),
        ((2027, 3, 30, 0), "Etc/GMT+1", None),
        ((2027, 1, 31, 23), "Asia/Tokyo", [(2, 1), (3, 1), (4, 1)]),
        ((2027, 1, 31, 0), "Etc/GMT+1", None),
        ((2028, 2, 29, 23), "Asia/Tokyo", None),
    ],
)  # fmt: skip
def test_by_month_in_another_zone(
    first: tuple[int, int, int, int], zone: str, days: list[tuple[int, int]] | None
) -> None:
    """In another zone a rule by month has the same meetings, on their days there, or there is none."""
    starts = datetime(*first, tzinfo=UTC)
    plan = Plan(Recurrence("monthly").rule(starts.date()), starts, "UTC", None)
    there = carried(plan, starts, zone)
    assert (there is None) == (days is None)
    if there is not None:
        same = zip(plan.occurrences(), there.occurrences(), strict=False)
        assert all(one == other for one, other in same)
        assert [(each.month, each.day) for each in map(there.day_of, islice(there.occurrences(), 3))] == days


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Tokyo", 23), ("Etc/GMT+1", 0)])
@pytest.mark.parametrize("rule", ["FREQ=DAILY;INTERVAL=3", TWICE, "FREQ=WEEKLY;BYDAY=MO;WKST=MO"])
def test_by_day_and_week_in_another_zone(rule: str, zone: str, hour: int) -> None:
    """In another zone rules by day and week have the same meetings to the last, on both sides of midnight."""
    starts = datetime(2027, 2, 22, hour, tzinfo=UTC)
    plan = Plan(rule, starts, "UTC", date(2027, 4, 6))
    there = carried(plan, starts, zone)
    assert there is not None
    assert list(there.occurrences()) == list(plan.occurrences())
