"""Due dates in speech, relative to the day of speaking; by a grammar of our own, never by a model.

`python -m tests.bench.due_dates` compares it with `dateparser`, `parsedatetime` and `recurrent`. They read a
date where one is written; in speech much of what looks like a date is no due date: past days, habits, names
of meetings and releases, conditions, denied and corrected days. None of them leaves those out.
"""

import re
from dataclasses import dataclass
from datetime import date

from agent.minutes.spoken_dates import DEFAULT, LEXICONS
from agent.minutes.spoken_dates.date_search import FoundDate, dates_in
from agent.minutes.spoken_language import language

HOUR_REACH = 24
"""A time of day belongs to a day said at most so many characters before or after it."""
CORRECTED = re.compile(
    r"(?P<other>[^.!?;]{0,60}?)[\s,.;–—-]+(?:(?:no|sorry|i mean"
    r"|or|rather|actually|wait|make (?:that|it)|nein|ach|quatsch|ich meine"
    r"|besser|lieber|vielmehr|non|pardon|plutôt|enfin|je veux dire|perdón|perdona|mejor|dicho|digo|anzi|scusa"
    r"|voglio dire|não|ou|melhor|quer dizer|desculpa|nee|liever|ik bedoel)\b[\s,.;–—-]+)+"
    r"(?:(?:by|on|until|bis|am|zum|d'ici|pour|avant|le|el|del?|para|antes del?"
    r"|entro|per|il|prima di|até|na|no|op|voor|tegen)"
    r"\s+)*",
    re.IGNORECASE,
)
"""Between two days: the first is a slip of the tongue, as in “by Friday, no, Monday”."""
_ONLY_OR = re.compile(r"[\s,]+(?:or|ou)\s+(?:(?:by|on|na|no|le|il)\s+)*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Due:
    """A date and the phrase that states it."""

    day: date
    phrase: str
    is_hour: bool = False
    """A time of today, or of whatever day is meant: “before noon”."""


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
    last = _corrected(low, first, days)
    is_one = (between := CORRECTED.fullmatch(low[first.end : last.start])) and not between["other"].strip()
    return Due(last.day, _bare(text[first.start : (last if is_one else first).end]), last.is_hour)


def _corrected(text: str, said: FoundDate, days: list[FoundDate]) -> FoundDate:
    """The day that its speaker puts in place of it in the same breath."""
    for each in days:
        between = text[said.end : each.start]
        if each.start > said.end and CORRECTED.fullmatch(between) and not _ONLY_OR.search(between):
            return _corrected(text, each, days)
    return said


def _has_day(hour: FoundDate, found: list[FoundDate]) -> bool:
    return any(
        not each.is_hour and (each.start - hour.end <= HOUR_REACH and hour.start - each.end <= HOUR_REACH)
        for each in found
    )


def _bare(phrase: str) -> str:
    """The phrase without the mark that ends its sentence; “10.” keeps its own."""
    bare = phrase.rstrip(" .,;!")
    return phrase if bare[-1:].isdigit() else bare
