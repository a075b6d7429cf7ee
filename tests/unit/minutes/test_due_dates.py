"""Due dates in speech, relative to a Wednesday."""

from datetime import date

import pytest

from agent.minutes.due_dates import find_due
from agent.minutes.text_normalization import stemming_in
from tests.bench.spoken_due_dates import WEEK, Saying, sayings

WEDNESDAY = date(2026, 3, 4)

DAYS = [
    ("send it tomorrow", (2026, 3, 5)),
    ("by the day after tomorrow", (2026, 3, 6)),
    ("by end of day", (2026, 3, 4)),
    ("by Friday", (2026, 3, 6)),
    ("on monday", (2026, 3, 9)),
    ("by Wednesday", (2026, 3, 11)),
    ("next Friday", (2026, 3, 13)),
    ("Friday next week", (2026, 3, 13)),
    ("next week on Monday", (2026, 3, 9)),
    ("next week", (2026, 3, 13)),
    ("by the end of the week", (2026, 3, 6)),
    ("by the end of next week", (2026, 3, 13)),
    ("by the end of the month", (2026, 3, 31)),
    ("end of next month", (2026, 4, 30)),
    ("this quarter", (2026, 3, 31)),
    ("by the end of the year", (2026, 12, 31)),
    ("in two weeks", (2026, 3, 18)),
    ("within 3 days", (2026, 3, 7)),
    ("in a couple of weeks", (2026, 3, 18)),
    ("a week from today", (2026, 3, 11)),
    ("in a month", (2026, 4, 4)),
    ("on March 10th", (2026, 3, 10)),
    ("by march tenth", (2026, 3, 10)),
    ("by the twenty first of May", (2026, 5, 21)),
    ("the 3rd of April, 2027", (2027, 4, 3)),
    ("january fifth", (2027, 1, 5)),
    ("by the fifteenth", (2026, 3, 15)),
    ("by the second", (2026, 4, 2)),
    ("on 2026-05-01", (2026, 5, 1)),
    ("내일까지", (2026, 3, 5)),
    ("다음 주 금요일까지", (2026, 3, 13)),
    ("금요일까지", (2026, 3, 6)),
    ("3월 15일까지", (2026, 3, 15)),
    ("이번 달 말까지", (2026, 3, 31)),
]


@pytest.mark.parametrize(("words", "day"), DAYS)
def test_day(words: str, day: tuple[int, int, int]) -> None:
    """Each expression for a future date gives that date."""
    due = find_due(words, WEDNESDAY)
    assert due is not None
    assert due.day == date(*day)


@pytest.mark.parametrize(
    "words",
    [
        "the report of last Friday",
        "every Monday",
        "since Monday",
        "it was Tuesday",
        "may I ask something",
        "we march on",
        "the second version",
        "on March 3rd",
        "on February 31st",
        "for the first time",
        "",
    ],
)
def test_no_day(words: str) -> None:
    """Past dates, recurring dates and other text give no due date."""
    assert find_due(words, WEDNESDAY) is None


def test_first_of_two() -> None:
    """Of two dates the first one counts."""
    due = find_due("by Friday, or at the latest on Monday", WEDNESDAY)
    assert due is not None
    assert due.day == date(2026, 3, 6)


def test_phrase() -> None:
    """The phrase is returned as spoken."""
    due = find_due("The draft is due by the end of the Month.", WEDNESDAY)
    assert due is not None
    assert due.phrase == "the end of the Month"


@pytest.mark.parametrize("month", range(1, 13))
def test_month_end(month: int) -> None:
    """The end of a month is its last day, also if said on that day."""
    for day in (1, 28):
        due = find_due("by the end of the month", date(2026, month, day))
        assert due is not None
        assert due.day.month == month


def day_said(words: str, on: date) -> date | None:
    """The day that words said on a day make due."""
    due = find_due(words, on)
    return due.day if due else None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("I'll have the poster by end of day Friday", (2026, 3, 6)),
        ("by close of business on Monday", (2026, 3, 9)),
        ("the permit is due a week from Friday", (2026, 3, 13)),
        ("let's say Thursday week", (2026, 3, 12)),
        ("two weeks from Monday at the latest", (2026, 3, 23)),
        ("by the end of December", (2026, 12, 31)),
        ("pay the deposit by 12/15", (2026, 12, 15)),
        ("by 15/12", (2026, 12, 15)),
        ("within five working days", (2026, 3, 11)),
        ("by the end of Q3", (2026, 9, 30)),
        ("by the first Tuesday in April", (2026, 4, 7)),
        ("between Monday and Thursday", (2026, 3, 12)),
        ("by four o'clock", (2026, 3, 4)),
        ("by noon on Friday", (2026, 3, 6)),
        ("before the Friday demo", (2026, 3, 6)),
        ("the date was moved to Tuesday", (2026, 3, 10)),
    ],
)
def test_spoken_limit(words: str, day: tuple[int, int, int]) -> None:
    """Each of the many ways to say a limit gives its day."""
    assert day_said(words, WEDNESDAY) == date(*day)


@pytest.mark.parametrize(
    "words",
    [
        "the Friday release lost two photographs",
        "on Tuesdays the archive is shut",
        "we spoke with the caterer on Monday",
        "the door was open on Sunday",
        "they usually call on Thursday",
        "if the frames arrive on Friday, we hang them",
        "not on Thursday",
        "after Thursday",
        "from Monday on",
        "somebody answers 24/7",
        "three days ago",
        "version 12.5",
        "at 10:30",
        "sometime next month",
        "we may first ask the neighbours",
        "a second of silence",
    ],
)
def test_no_due_day(words: str) -> None:
    """What was, what is usual, a condition, a denied day or something's name makes nothing due."""
    assert day_said(words, WEDNESDAY) is None


def test_latest_day_goes_first() -> None:
    """The day that is said to be the limit goes before others in the sentence."""
    assert day_said("I see her on Thursday, so it has to be done by Friday", WEDNESDAY) == date(2026, 3, 6)


def test_corrected_day() -> None:
    """A corrected day is not the due one."""
    assert day_said("Not Thursday, make it Monday", WEDNESDAY) == date(2026, 3, 9)


def test_two_orders() -> None:
    """Day and month in an unclear order are no date, unless a weekday decides."""
    assert day_said("by 6/7", WEDNESDAY) is None
    assert day_said("by 6/7, that's a Monday", WEDNESDAY) == date(2026, 7, 6)


@pytest.mark.parametrize("on", WEEK)
def test_each_weekday(on: date) -> None:
    """Each way of saying a day means the right one on every weekday."""
    assert [each for each in sayings() if each.said_on == on and not right(each)] == []


def right(saying: Saying) -> bool:
    with stemming_in(saying.language):
        return day_said(saying.text, saying.said_on) == saying.due
