"""Due dates in languages other than English and Korean: only what is said to be a deadline."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from agent.minutes.languages.tables import DeadlineWords

Rule = Callable[[re.Match[str], date], date | None]
DAYS_A_WEEK = 7
FRIDAY = 4
"""Weekday on which a week's work is due."""


@cache
def deadline_rules(words: DeadlineWords) -> tuple[tuple[re.Pattern[str], Rule], ...]:
    """Return the patterns of a language, for text in lower case, and the day that each means."""
    return tuple(
        (re.compile(rf"\b(?:{words.before}) (?:{what})\b"), rule)
        for what, rule in (
            (_named_day(words), _calendar_day),
            *((name, _weekday(at)) for at, name in enumerate(words.weekdays)),
            (words.today, lambda _, today: today),
            (words.tomorrow, lambda _, today: today + timedelta(days=1)),
            (words.week_end, lambda _, today: _friday(today)),
            (words.next_week, lambda _, today: _friday(today + timedelta(days=DAYS_A_WEEK))),
            (words.month_end, lambda _, today: _month_end(today)),
        )
    )


def _named_day(words: DeadlineWords) -> str:
    """A group for each month: `m3` is March's name."""
    months = "|".join(f"(?P<m{at}>{name})" for at, name in enumerate(words.months, start=1))
    return rf"(?P<day>\d{{1,2}})(?:{words.day})(?:{months})(?: (?:de |del )?(?P<year>20\d\d))?"


def _calendar_day(found: re.Match[str], today: date) -> date | None:
    """A day of a named month; without a year the next occurrence."""
    month = next(at for at in range(1, 13) if found[f"m{at}"])
    year = int(found["year"] or today.year)
    try:
        day = date(year, month, int(found["day"]))
        return day if found["year"] or day >= today else day.replace(year=year + 1)
    except ValueError:
        return None


def _weekday(at: int) -> Rule:
    """The next such weekday; on that weekday itself, a week later."""
    return lambda _, today: today + timedelta(days=(at - today.weekday()) % DAYS_A_WEEK or DAYS_A_WEEK)


def _friday(today: date) -> date:
    """Friday of this week; after it, of the next."""
    friday = today - timedelta(days=today.weekday()) + timedelta(days=FRIDAY)
    return friday if friday >= today else friday + timedelta(days=DAYS_A_WEEK)


def _month_end(today: date) -> date:
    return today.replace(day=calendar.monthrange(today.year, today.month)[1])
