"""Due dates in speech, relative to the day of speaking; by a grammar of our own, never by a model.

`python -m tests.bench.due_dates` compares it with `dateparser`, `parsedatetime` and `recurrent`. They read a
date where one is written; in speech much of what looks like a date is no due date: past days, habits, names
of meetings and releases, conditions, denied and corrected days. None of them leaves those out.
"""

from dataclasses import dataclass
from datetime import date

from agent.minutes.spoken_dates import DEFAULT, LEXICONS
from agent.minutes.spoken_dates.date_search import FoundDate, dates_in
from agent.minutes.spoken_language import language

HOUR_REACH = 24
"""A time of day belongs to a day said at most so many characters before or after it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A date and the phrase that states it."""

    day: date
    phrase: str


def find_due(text: str, today: date) -> Due | None:
    """Find the day that something is due, from today on; None if none is said.

    Of several days one that is said to be the latest goes before others, else the first one said.
    """
    low = "".join(each.lower() if len(each.lower()) == 1 else each for each in text).replace("’", "'")
    found = [
        each for lexicon in LEXICONS.get(language.get(), DEFAULT) for each in dates_in(low, today, lexicon)
    ]
    days = [each for each in found if not (each.is_hour and _has_day(each, found))]
    if not days:
        return None
    first = min(days, key=lambda each: (not each.is_limit, each.start))
    return Due(first.day, _bare(text[first.start : first.end]))


def _has_day(hour: FoundDate, found: list[FoundDate]) -> bool:
    return any(
        not each.is_hour and (each.start - hour.end <= HOUR_REACH and hour.start - each.end <= HOUR_REACH)
        for each in found
    )


def _bare(phrase: str) -> str:
    """The phrase without the mark that ends its sentence; “10.” keeps its own."""
    bare = phrase.rstrip(" .,;!")
    return phrase if bare[-1:].isdigit() else bare
