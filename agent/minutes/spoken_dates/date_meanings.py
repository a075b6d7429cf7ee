"""What the templates of dates mean: each name of a meaning is a function from a match to a day."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from agent.minutes.spoken_dates import date_arithmetic as calendar
from agent.minutes.spoken_dates.date_reading import Reading, index

MONTHS_A_QUARTER = 3


Meaning = Callable[[Reading], date | None]


def _after(days: int) -> Meaning:
    return lambda read: read.today + timedelta(days=days)


def _friday(weeks: int) -> Meaning:
    return lambda read: calendar.in_week(read.today, weeks, calendar.FRIDAY)


def _this_friday(read: Reading) -> date:
    return calendar.coming(read.today, calendar.FRIDAY, today_counts=True)


def _weekday(read: Reading) -> date:
    return calendar.coming(read.today, read.weekday)


def _weekday_or_today(read: Reading) -> date:
    return calendar.coming(read.today, read.weekday, today_counts=True)


def _weekday_in(weeks: int) -> Meaning:
    return lambda read: calendar.in_week(read.today, weeks, read.weekday)


def _weeks_from_weekday(read: Reading) -> date:
    """So many weeks after the coming such weekday."""
    return calendar.coming(read.today, read.weekday) + timedelta(weeks=read.weeks)


def _range_end(read: Reading) -> date:
    begin = calendar.coming(read.today, read.weekday)
    return calendar.coming(begin, index(read.lexicon.weekdays, read.found["weekday2"]))


def _in_time(read: Reading) -> date:
    """So much time from today; hours are rounded to days."""
    count, unit = read.count, read.unit
    hours = count if unit == "hours" else 0
    return calendar.moved(read.today, count, unit) + timedelta(days=hours // 24)


HALF_DAYS = {"weeks": 3, "fortnights": 7, "months": 15}
"""Days of half a unit, rounded down: whoever says “within” it is early rather than late."""


def _half(*, more_than_count: bool) -> Meaning:
    """Half a unit from today, or so many and a half."""

    def meaning(read: Reading) -> date:
        whole = _in_time(read) if more_than_count else read.today
        if read.unit == "years":
            return calendar.add_months(whole, 6)
        return whole + timedelta(days=HALF_DAYS.get(read.unit, 0))

    return meaning


def _weeks_from_day(days: int) -> Meaning:
    """So many weeks after today or tomorrow."""
    return lambda read: read.today + timedelta(days=days, weeks=read.weeks)


def _month_end(months: int) -> Meaning:
    def meaning(read: Reading) -> date:
        there = calendar.add_months(read.today.replace(day=1), months)
        return calendar.month_end(there.year, there.month)

    return meaning


def _named_month_end(read: Reading) -> date:
    year = int(read.found["year"]) if read.has("year") else read.today.year
    if not read.has("year") and read.month < read.today.month:
        year += 1
    return calendar.month_end(year, read.month)


def _in_named_month(day: int) -> Meaning:
    return lambda read: calendar.next_occurrence(read.today, read.month, day)


def _quarter_end(quarters: int) -> Meaning:
    def meaning(read: Reading) -> date:
        first = (read.today.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1
        last = calendar.add_months(
            read.today.replace(month=first, day=1), MONTHS_A_QUARTER * (quarters + 1) - 1
        )
        return calendar.month_end(last.year, last.month)

    return meaning


def _named_quarter_end(read: Reading) -> date | None:
    quarter = int(read.found["quarter"]) if read.has("quarter") else read.nth
    if not 1 <= quarter <= 12 // MONTHS_A_QUARTER:
        return None
    year = int(read.found["year"]) if read.has("year") else read.today.year
    end = calendar.month_end(year, quarter * MONTHS_A_QUARTER)
    return end if end >= read.today else calendar.month_end(end.year + 1, end.month)


def _year_end(years: int) -> Meaning:
    return lambda read: date(read.today.year + years, 12, 31)


def _named_year_end(read: Reading) -> date:
    return date(int(read.found["year"]), 12, 31)


def _calendar_day(read: Reading) -> date | None:
    """A day of a named month; without a year the next occurrence."""
    if read.has("year"):
        return calendar.day_of(int(read.found["year"]), read.month, read.day)
    return calendar.next_occurrence(read.today, read.month, read.day)


def _day_of_month(read: Reading) -> date | None:
    """The next such day of a month."""
    this = calendar.day_of(read.today.year, read.today.month, read.day)
    return this if this and this >= read.today else _day_in(1)(read)


def _day_in(months: int) -> Meaning:
    def meaning(read: Reading) -> date | None:
        there = calendar.add_months(read.today.replace(day=1), months)
        return calendar.day_of(there.year, there.month, read.day)

    return meaning


def _iso(read: Reading) -> date | None:
    return calendar.day_of(int(read.found["year"]), int(read.found["m"]), int(read.found["d"]))


def _numeric(read: Reading) -> date | None:
    """Two numbers, either first; None if both orders are possible and no weekday in the text decides."""
    one, other = int(read.found["m"]), int(read.found["d"])
    days = {_numbered(read, month, day) for month, day in ((one, other), (other, one))} - {None}
    named = {
        at
        for at, form in enumerate(read.lexicon.weekdays)
        if re.search(rf"\b(?:{form})\b", read.found.string)
    }
    fitting = {day for day in days if day and day.weekday() in named} or days
    return next(iter(fitting)) if len(fitting) == 1 else None


def _day_first(read: Reading) -> date | None:
    return _numbered(read, int(read.found["m"]), int(read.found["d"]))


def _numbered(read: Reading, month: int, day: int) -> date | None:
    if not read.has("year"):
        return calendar.next_occurrence(read.today, month, day) if 1 <= month <= 12 else None
    return calendar.day_of(int(read.found["year"]) % 100 + 2000, month, day)


def _nth_weekday(months: int | None = None) -> Meaning:
    """The nth such weekday of a named month, or of that so many months ahead."""

    def meaning(read: Reading) -> date | None:
        if months is None:
            year = read.today.year + (read.month < read.today.month)
            return calendar.nth_weekday(year, read.month, read.weekday, read.nth)
        there = calendar.add_months(read.today.replace(day=1), months)
        return calendar.nth_weekday(there.year, there.month, read.weekday, read.nth)

    return meaning


def _weekend(weeks: int) -> Meaning:
    return lambda read: calendar.in_week(read.today, weeks, calendar.SUNDAY)


MEANINGS: Mapping[str, Meaning] = {
    "void": lambda _: None,
    "today": _after(0),
    "end of day": _after(0),
    "tomorrow": _after(1),
    "day after tomorrow": _after(2),
    "in three days": _after(3),
    **{f"{days} days": _after(days) for days in (*range(1, 11), 15)},
    "in half a unit": _half(more_than_count=False),
    "in some and a half": _half(more_than_count=True),
    "in a week": _after(7),
    "in two weeks": _after(14),
    "weeks from today": _weeks_from_day(0),
    "weeks from tomorrow": _weeks_from_day(1),
    "weekday": _weekday,
    "weekday or today": _weekday_or_today,
    "weekday next week": _weekday_in(1),
    "weekday after next": _weekday_in(2),
    "weeks from weekday": _weeks_from_weekday,
    "two weeks from weekday": lambda read: _weekday(read) + timedelta(weeks=2),
    "range end": _range_end,
    "in time": _in_time,
    "this week": _this_friday,
    "next week": _friday(1),
    "week after next": _friday(2),
    "mid next week": lambda read: calendar.in_week(read.today, 1, 2),
    "start of next month": lambda read: calendar.add_months(read.today.replace(day=1), 1),
    "start of next week": lambda read: calendar.in_week(read.today, 1, 0),
    "weekend": _weekend(0),
    "next weekend": _weekend(1),
    "month end": _month_end(0),
    "next month end": _month_end(1),
    "named month end": _named_month_end,
    "mid month": _in_named_month(15),
    "start of month": _in_named_month(1),
    "quarter end": _quarter_end(0),
    "next quarter end": _quarter_end(1),
    "named quarter end": _named_quarter_end,
    "year end": _year_end(0),
    "next year end": _year_end(1),
    "named year end": _named_year_end,
    "calendar day": _calendar_day,
    "day of month": _day_of_month,
    "day this month": _day_in(0),
    "day next month": _day_in(1),
    "iso": _iso,
    "numeric": _numeric,
    "day first": _day_first,
    "last weekday": lambda read: calendar.nth_weekday(
        read.today.year + (read.month < read.today.month), read.month, read.weekday, -1
    ),
    "nth weekday": _nth_weekday(),
    "nth weekday this month": _nth_weekday(0),
    "nth weekday next month": _nth_weekday(1),
    "december 24": lambda read: calendar.next_occurrence(read.today, 12, 24),
    "december 25": lambda read: calendar.next_occurrence(read.today, 12, 25),
    "december 31": lambda read: calendar.next_occurrence(read.today, 12, 31),
    "january 1": lambda read: calendar.next_occurrence(read.today, 1, 1),
}
