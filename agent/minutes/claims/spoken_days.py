"""Whether the days a claim names were said, by name or reckoned from the day of the meeting."""

import re
from datetime import date
from functools import cache, lru_cache

from agent.minutes.spoken_dates import DEFAULT, LEXICONS
from agent.minutes.spoken_dates.date_search import dates_in
from agent.minutes.spoken_language import language

_RELATIVE = (
    r"(?:today|tomorrow|yesterday|tonight|(?:this|next|last) (?:week|month|quarter|year|weekend"
    r"|morning|night))"
)
_TIMES = (
    "morning", "afternoon", "evening", "noon|midday", "midnight", "weekend", "(?:in|this|next|last"
    "|by) (?:the )?spring", "summer",
    "autumn|(?:in|this|next|last|by|the) fall", "winter", "christmas", "easter", "daily|every day",
    "weekly|every week",
    "monthly|every month", "yearly|annual(?:ly)?|every year", "quarterly", "hourly",
)  # fmt: skip
_SHORT = ("mon", "tues?", "wed", "thu(?:rs?)?", "fri", "sat", "sun")
_MAY = r"(?<=\bin )may|(?<=\bof )may|(?<=\d )may|(?<=\dth )may|(?<=\bby )may|(?<=\buntil )may|may(?= \d)"


@cache
def weekday_words(code: str) -> re.Pattern[str]:
    """Names of weekdays."""
    forms = "|".join(form for known in LEXICONS.get(code, DEFAULT) for form in known.weekdays)
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)")


@cache
def month_words(code: str) -> re.Pattern[str]:
    """Names of months, and the space after one."""
    forms = "|".join(form for known in LEXICONS.get(code, DEFAULT) for form in known.months)
    return re.compile(rf"(?<!\w)(?:{forms}) ?(?!\w)|(?<!\w)(?:{forms}) ")


@cache
def _forms(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """By day or month, what names it."""
    found: list[tuple[str, str]] = []
    for known in LEXICONS.get(code, DEFAULT):
        short = _SHORT if code == "en" else ("(?!)",) * 7
        found += [(f"day {at}", f"{name}|{short[at]}") for at, name in enumerate(known.weekdays)]
        found += [(f"month {at}", _MAY if "may" in name else name) for at, name in enumerate(known.months)]
    found += [(times, times) for times in _TIMES if code == "en"]
    return tuple((name, re.compile(rf"(?<!\w)(?:{form})(?!\w)")) for name, form in found)


def days_named(text: str) -> frozenset[str]:
    """Weekdays, months and relative days that a text names."""
    return _named(text, language.get())


@lru_cache(maxsize=8192)
def _named(text: str, code: str) -> frozenset[str]:
    low = text.lower()
    return frozenset(name for name, form in _forms(code) if form.search(low)) | frozenset(
        re.findall(rf"\b{_RELATIVE}\b", low)
    )


def same_days(claim: str, said: str, today: date) -> bool:
    """Whether each weekday, month and relative day of the claim was said, or means a day that was."""
    if days_named(claim) <= days_named(said):
        return True
    return not _days(claim, today, language.get()).isdisjoint(_days(said, today, language.get()))


@lru_cache(maxsize=2048)
def _days(text: str, today: date, code: str) -> frozenset[date]:
    low = text.lower().replace("’", "'")
    return frozenset(
        each.day for known in LEXICONS.get(code, DEFAULT) for each in dates_in(low, today, known, due=False)
    )
