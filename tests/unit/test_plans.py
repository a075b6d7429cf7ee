"""When the meetings of a series are: leap days, and clocks that go forward, back, and by half an hour."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from server.meeting.recurrence import Plan, Recurrence


@pytest.mark.parametrize(
    ("zone", "starts", "hours"),
    [
        ("Europe/Berlin", "2027-03-27T01:30Z", [(27, 1), (28, 1), (29, 0)]),
        ("Europe/Berlin", "2027-10-30T00:30Z", [(30, 0), (31, 0), (1, 1)]),
        ("Australia/Lord_Howe", "2027-04-02T15:00Z", [(2, 15), (3, 15), (4, 15)]),
        ("America/Sao_Paulo", "2027-10-16T03:00Z", [(16, 3), (17, 3), (18, 3)]),
    ],
    ids=["forward", "back", "half an hour", "no change"],
)  # fmt: skip
def test_clocks(zone: str, starts: str, hours: list[tuple[int, int]]) -> None:
    """A time that is left out is the moment it would have been, and of one that is there twice the first."""
    plan = Plan("FREQ=DAILY", datetime.fromisoformat(starts), zone, None)
    assert [(each.day, each.hour) for each in islice(plan.occurrences(), 3)] == hours


@pytest.mark.parametrize(
    "first", [date(2028, 2, 29), date(2027, 1, 29), date(2027, 1, 30), date(2027, 1, 31)]
)
def test_late_in_the_month(first: date) -> None:
    """On the 29th, 30th or 31st each month has its meeting, on its last day where it is shorter."""
    plan = Plan(
        Recurrence("monthly").rule(first), datetime(*first.timetuple()[:3], 9, tzinfo=UTC), "UTC", None
    )
    days = [(each.month, each.day) for each in islice(plan.occurrences(), 14)]
    assert len({month for month, _ in days}) == 12
    assert all(day <= first.day for _, day in days)
    assert {day for month, day in days if month == 2} <= {28, 29}


def test_leap_day() -> None:
    """A yearly meeting on 29 February is on the last day of it in other years."""
    plan = Plan(
        Recurrence("monthly", interval=12).rule(date(2028, 2, 29)),
        datetime(2028, 2, 29, 9, tzinfo=UTC),
        "UTC",
        None,
    )
    assert [each.day for each in islice(plan.occurrences(), 5)] == [29, 28, 28, 28, 29]
