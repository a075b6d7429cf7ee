"""Rules of series when one of their meetings moves to another day."""

from datetime import date

import pytest

from server.meeting.recurrence import moved_rule

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
