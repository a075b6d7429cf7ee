"""Whether the days a claim names were said, by name or reckoned from the day of the meeting."""

import re
from datetime import date, timedelta
from functools import cache, lru_cache

from agent.minutes.claims.quantities import quantities
from agent.minutes.claims.relation_words import relation_words
from agent.minutes.spoken_dates import DEFAULT, LEXICONS
from agent.minutes.spoken_dates.date_search import FoundDate, dates_in
from agent.minutes.spoken_language import language, spoken_tables

_RELATIVE = (
    r"(?:today|tomorrow|yesterday|tonight|(?:this|next|last) (?:week|month|quarter|year|weekend"
    r"|morning|night))"
)
_TIMES = (
    "morning", "afternoon", "evening", "noon|midday", "midnight", "weekend", "(?:in|this|next|last"
    "|by) (?:the )?spring", "summer",
    "autumn|(?:in|this|next|last|by|the) fall", "winter", "christmas", "easter", "daily|(?:every|each) day",
    "weekly|every week",
    "monthly|every month", "yearly|annual(?:ly)?|every year", "quarterly", "hourly",
)  # fmt: skip
HANGUL = re.compile(r"[가-힣]")
"""Particles are attached to words."""
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
        found += [
            (f"day {at}", f"(?:{name})s?|{short[at]}" if code == "en" and not HANGUL.search(name) else name)
            for at, name in enumerate(known.weekdays)
        ]
        found += [(f"month {at}", _MAY if "may" in name else name) for at, name in enumerate(known.months)]
    found += [(times, times) for times in _TIMES if code == "en"]
    return tuple(
        (name, re.compile(form if HANGUL.search(form) else rf"(?<!\w)(?:{form})(?!\w)"))
        for name, form in found
    )


def weekday_spans(low: str) -> list[tuple[int, int, str]]:
    """Begin, end and name of each weekday of a text in lower case."""
    return [
        (match.start(), match.end(), name)
        for name, form in _forms(language.get())
        if name.startswith("day ")
        for match in form.finditer(low)
        if match.end() - match.start() > 1
    ]


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
    meant = _days(said, today, language.get())
    low = said.lower()
    if any(
        each.day not in meant and (not _is_said(words, low) or _only_denied(words, low))
        for each, words in _found(claim, today, language.get())
        if not each.is_hour and not quantities(words)
    ):
        return False
    if days_named(claim) <= days_named(said):
        return True
    return not _days(claim, today, language.get()).isdisjoint(meant)


def in_words_said(claim: str, said: str, today: date) -> str:
    """The claim with the words that were said for a day, where it has other words for the same day."""
    code, low = language.get(), said.lower()
    by_day = {each.day: words for each, words in reversed(_found(said, today, code)) if not each.is_hour}
    by_day |= {
        today - timedelta(days=1): low[start:end]
        for start, end, name in weekday_spans(low)
        if name == f"day {(today.weekday() - 1) % 7}"
    }
    for each, words in reversed(_found(claim, today, code)):
        if each.day in by_day and not each.is_hour and not _is_said(words, low):
            claim = f"{claim[: each.start]}{by_day[each.day]}{claim[each.end :]}"
    return claim


def _is_said(words: str, said: str) -> bool:
    """Whether each word of a date was said, in any order."""
    return all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said) for word in words.split())


def _only_denied(words: str, said: str) -> bool:
    """Whether a day is said only after a negation: “not this Friday”."""
    denials = _denials(language.get())
    every = [bool(denials.search(said[: found.start()])) for found in re.finditer(re.escape(words), said)]
    return bool(every) and all(every)


@cache
def _denials(_code: str) -> re.Pattern[str]:
    """A negation at the end of what precedes a day."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(spoken_tables().negations)))}) $")


@lru_cache(maxsize=2048)
def _found(text: str, today: date, code: str) -> tuple[tuple[FoundDate, str], ...]:
    low = text.lower().replace("’", "'")
    return tuple(
        (each, low[each.start : each.end])
        for known in LEXICONS.get(code, DEFAULT)
        for each in dates_in(low, today, known, due=False)
    ) + _yesterday(low, today)


def _yesterday(low: str, today: date) -> tuple[tuple[FoundDate, str], ...]:
    before = today - timedelta(days=1)
    return tuple(
        (FoundDate(match.start(), match.end(), before, is_limit=False, is_hour=False), match[0])
        for match in re.finditer(rf"(?<!\w)(?:{relation_words().yesterday})(?!\w)", low)
    )


@lru_cache(maxsize=2048)
def _days(text: str, today: date, code: str) -> frozenset[date]:
    """The days that a text means; a weekday may be the one that is past too."""
    low = text.lower()
    denials = _denials(code)
    days = {each.day for each, _ in _found(text, today, code) if not denials.search(low[: each.start])}
    named = {name for _, _, name in weekday_spans(low)}
    return frozenset(days) | {
        today - timedelta(days=back) for back in (1,) if f"day {(today.weekday() - back) % 7}" in named
    }
