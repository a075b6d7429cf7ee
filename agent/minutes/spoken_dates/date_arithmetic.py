"""Calendar arithmetic that ways of saying a date refer to; weeks begin on Monday."""

import calendar
from datetime import date, timedelta

FRIDAY, SUNDAY = 4, 6
"""The last day of a week's work, and of a week."""
JUST_PAST_DAYS = 30
"""A day of the year that is past by less than this is past; by more, next year's is meant."""


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def monday(today: date) -> date:
    """The Monday of the week."""
    return today - timedelta(days=today.weekday())


def in_week(today: date, weeks: int, weekday: int) -> date:
    """A weekday of the calendar week so many weeks after this one."""
    return monday(today) + timedelta(weeks=weeks, days=weekday)


def coming(today: date, weekday: int, *, today_counts: bool = False) -> date:
    """The next such weekday; on that weekday itself a week later, unless today counts."""
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead if ahead or today_counts else 7)


def add_months(today: date, count: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(today.month - 1 + count, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_working_days(today: date, count: int) -> date:
    """So many days from Monday to Friday later, or earlier; no holidays are known."""
    day, left = today, abs(count)
    while left > 0:
        day += timedelta(days=1 if count > 0 else -1)
        left -= day.weekday() <= FRIDAY
    return day


def moved(day: date, count: int, unit: str) -> date:
    """So many units after a day, or before it; hours and minutes stay on it."""
    if unit in ("months", "years"):
        return add_months(day, count * (12 if unit == "years" else 1))
    if unit == "working":
        return add_working_days(day, count)
    return day + timedelta(days=count * {"days": 1, "weeks": 7, "fortnights": 14}.get(unit, 0))


def next_occurrence(today: date, month: int, day: int) -> date | None:
    """The day of this year or, if that is long past, of next; None if it is just past or does not exist."""
    this = day_of(today.year, month, day)
    if this is None:
        return day_of(today.year + 1, month, day)
    if this >= today:
        return this
    return day_of(today.year + 1, month, day) if (today - this).days >= JUST_PAST_DAYS else None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month, or for -1 its last one."""
    if nth == -1:
        last = month_end(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1)
    return day if day.month == month else None
