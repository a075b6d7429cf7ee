"""Parses due dates from speech by rules, relative to the meeting's date; never left to a model."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from agent.minutes.deadlines import deadline_rules
from agent.minutes.language_tables import NUMBER_WORDS, ORDINALS, words
from agent.minutes.spoken_language import spoken_tables

WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
FRIDAY = 4
"""Weekday on which "this week" and "next week" are due."""
JUST_PAST_DAYS = 30
KOREAN_WEEKDAYS = "월화수목금토일"

_COUNT = r"(?P<count>\d{1,3}|an?|a couple of|" + "|".join(NUMBER_WORDS) + ")"
_WEEKDAY = "(?P<weekday>" + "|".join(WEEKDAYS) + ")"
_MONTH = (
    "(?P<month>" + "|".join(f"{month}|{month[:3]}" if month != "may" else "may" for month in MONTHS) + ")"
)
_SPOKEN_DAY = "|".join(
    [f"(?:twenty|thirty)[- ](?:{'|'.join(list(ORDINALS)[:9])})", *sorted(ORDINALS, key=len, reverse=True)]
)
_DAY = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{_SPOKEN_DAY})"
_YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
_DUE = r"(?:by|before|until|till|due|on|for)"

Found = re.Match[str]
Rule = Callable[[Found, date], date | None]


@dataclass(frozen=True, slots=True)
class Due:
    """A date and the phrase that states it."""

    day: date
    phrase: str


def _after(days: int) -> Rule:
    return lambda _, today: today + timedelta(days=days)


def _friday(weeks: int) -> Rule:
    return lambda _, today: _monday(today) + timedelta(weeks=weeks, days=FRIDAY)


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def _this_friday(_: Found, today: date) -> date:
    friday = _monday(today) + timedelta(days=FRIDAY)
    return friday if friday >= today else friday + timedelta(weeks=1)


def _weekday(found: Found, today: date) -> date:
    """The next such weekday; on that weekday itself, a week later."""
    ahead = (WEEKDAYS.index(found["weekday"]) - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)


def _next_weekday(found: Found, today: date) -> date:
    return _monday(today) + timedelta(weeks=1, days=WEEKDAYS.index(found["weekday"]))


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    return {"a": 1, "an": 1, "a couple of": 2}.get(text) or NUMBER_WORDS[text]


def _in_some_time(found: Found, today: date) -> date:
    count = _count(found["count"])
    unit = found["unit"]
    if unit.startswith("month"):
        return _add_months(today, count)
    return today + timedelta(days=count * (7 if unit.startswith("week") else 1))


def _add_months(today: date, count: int) -> date:
    years, month = divmod(today.month - 1 + count, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _month_end(months: int) -> Rule:
    def rule(_: Found, today: date) -> date:
        there = _add_months(today.replace(day=1), months)
        return there.replace(day=calendar.monthrange(there.year, there.month)[1])

    return rule


def _quarter_end(_: Found, today: date) -> date:
    month = (today.month + 2) // 3 * 3
    return date(today.year, month, calendar.monthrange(today.year, month)[1])


def _year_end(_: Found, today: date) -> date:
    return date(today.year, 12, 31)


def _ordinal(text: str) -> int:
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits[0])
    return sum(NUMBER_WORDS.get(word, ORDINALS.get(word, 0)) for word in re.split(r"[- ]", text))


def _calendar_day(found: Found, today: date) -> date | None:
    """A day of a named month; without a year the next occurrence."""
    month = next(at for at, name in enumerate(MONTHS, start=1) if name.startswith(found["month"][:3]))
    year = int(found["year"]) if found["year"] else today.year
    day = _date(year, month, _ordinal(found["day"]))
    return _not_past(day, today) if not found["year"] else day


def _not_past(day: date | None, today: date) -> date | None:
    """Move a past date to next year, unless it is past by less than JUST_PAST_DAYS, which nobody means so."""
    if day is None or day >= today or (today - day).days < JUST_PAST_DAYS:
        return day
    return _date(day.year + 1, day.month, day.day)


def _day_of_month(found: Found, today: date) -> date | None:
    day = _date(today.year, today.month, _ordinal(found["day"]))
    if day and day >= today:
        return day
    there = _add_months(today.replace(day=1), 1)
    return _date(there.year, there.month, _ordinal(found["day"]))


def _iso(found: Found, _: date) -> date | None:
    return _date(int(found["year"]), int(found["month"]), int(found["day"]))


def _korean_day(found: Found, today: date) -> date | None:
    return _not_past(_date(today.year, int(found["month"]), int(found["day"])), today)


def _korean_weekday(found: Found, today: date) -> date:
    at = KOREAN_WEEKDAYS.index(found["weekday"])
    if found["next"]:
        return _monday(today) + timedelta(weeks=1, days=at)
    return today + timedelta(days=(at - today.weekday()) % 7 or 7)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"(?<!\d)(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _iso),
        (rf"\b{_MONTH}\.?\s+(?:the\s+)?{_DAY}\b{_YEAR}", _calendar_day),
        (rf"\b(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}\b{_YEAR}", _calendar_day),
        (r"\b(?:the\s+)?day after tomorrow\b", _after(2)),
        (r"\btomorrow\b", _after(1)),
        (r"\b(?:the\s+)?end of (?:the |this )?(?:day|today)|\b(?:close of business|e\.?o\.?d)\b", _after(0)),
        (r"\b(?:tonight|later today|this (?:afternoon|evening)|today)\b", _after(0)),
        (rf"\b{_WEEKDAY} (?:of )?next week\b", _next_weekday),
        (rf"\bnext week(?:'s)? (?:on )?{_WEEKDAY}\b", _next_weekday),
        (rf"\b{_WEEKDAY} (?:in )?a week\b", lambda found, today: _weekday(found, today) + timedelta(weeks=1)),
        (rf"\bnext {_WEEKDAY}\b", _next_weekday),
        (rf"\b(?:this |coming )*{_WEEKDAY}s?\b(?!'s)", _weekday),
        (r"\b(?:the\s+)?(?:end of )?next week\b", _friday(1)),
        (r"\b(?:the\s+)?(?:week after next)\b", _friday(2)),
        (r"\b(?:the\s+)?(?:end of (?:the|this) week|this week)\b", _this_friday),
        (r"\b(?:the\s+)?(?:end of (?:the )?)?next month\b", _month_end(1)),
        (r"\b(?:the\s+)?(?:end of (?:the|this) month|month end|this month)\b", _month_end(0)),
        (r"\b(?:the\s+)?(?:end of (?:the|this) quarter|this quarter)\b", _quarter_end),
        (r"\b(?:the\s+)?(?:end of (?:the|this) year|year end)\b", _year_end),
        (rf"\b(?:with)?in (?:the next )?{_COUNT} (?P<unit>days?|weeks?|months?)\b(?:' time)?", _in_some_time),
        (rf"\b{_COUNT} (?P<unit>days?|weeks?|months?) from (?:now|today)\b", _in_some_time),
        (rf"\b{_DUE} the {_DAY}\b(?! (?:of|time|one|thing|meeting|version|draft|part|place))", _day_of_month),
        (r"(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일", _korean_day),
        (rf"(?P<next>다음\s*주\s*)?(?P<weekday>[{KOREAN_WEEKDAYS}])요일", _korean_weekday),
        (r"내일\s*모레|모레", _after(2)),
        (r"내일", _after(1)),
        (r"오늘", _after(0)),
        (r"다음\s*주", _friday(1)),
        (r"이번\s*주", _this_friday),
        (r"다음\s*달", _month_end(1)),
        (r"이번\s*달|월말", _month_end(0)),
    )
)  # fmt: skip
PAST_OR_RECURRING = re.compile(
    r"\b(?:last|past|since|every|each|previous|earlier|was|were|of)\s+$|(?:지난\s*주?\s*)$"
)
"""Words before a date that make it past or recurring."""


def find_due(text: str, today: date) -> Due | None:
    """Find the first future date in the text; None if there is none."""
    low = text.lower().replace("’", "'")
    candidates = []
    deadlines = spoken_tables().deadlines
    for rank, (pattern, rule) in enumerate(deadline_rules(deadlines) if deadlines else RULES):
        for found in pattern.finditer(low):
            if PAST_OR_RECURRING.search(low[: found.start()]):
                continue
            day = rule(found, today)
            if day is not None and day >= today:
                candidates.append((found.start(), rank, Due(day, text[found.start() : found.end()])))
    return min(candidates, key=lambda each: each[:2])[2] if candidates else None
