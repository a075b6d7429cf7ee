"""Finds the dates in a text and leaves out those that are past, usual, denied, or of something else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from agent.minutes.spoken_dates.date_arithmetic import moved
from agent.minutes.spoken_dates.date_lexicon import DateLexicon
from agent.minutes.spoken_dates.date_meanings import MEANINGS, Meaning
from agent.minutes.spoken_dates.date_reading import Reading
from server.sentence_ends import with_kept_points

SHORT_CLAUSE = 2
"""With at most so many words besides the date, a clause is read together with the next: “On Monday, we …”."""

SPANS = frozenset({"in time", "in a week", "in two weeks"})
COUNTED_FROM = frozenset({"today", "tomorrow", "day after tomorrow"})
"""Days that a span right after them counts from: “morgen in acht Tagen”."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day that a stretch of the text means."""

    start: int
    end: int
    day: date
    is_limit: bool
    """Said to be the latest day."""
    is_hour: bool
    """A time of day, which is today's unless another day is said."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    """A lexicon, compiled."""

    templates: tuple[tuple[re.Pattern[str], Meaning, str], ...]
    shifts: tuple[re.Pattern[str], ...]
    limit: re.Pattern[str]
    after_limit: re.Pattern[str]
    void_before: re.Pattern[str]
    void_after: re.Pattern[str]
    past: re.Pattern[str]
    future: re.Pattern[str]
    habit: re.Pattern[str]
    condition: re.Pattern[str]
    clause_end: re.Pattern[str]


@cache
def _grammar(known: DateLexicon) -> _Grammar:
    return _Grammar(
        tuple(
            (pattern, MEANINGS[name], name)
            for template, name in known.templates
            for pattern in known.fill(template)
        ),
        tuple(pattern for shift in known.shifts for pattern in known.fill(rf"(?:{shift})\s*$")),
        *map(
            re.compile,
            (
                known.limit,
                known.after_limit,
                known.void_before,
                known.void_after,
                known.past,
                known.future,
                known.habit,
                known.condition,
                known.clause_end,
            ),
        ),
    )


def dates_in(text: str, today: date, lexicon: DateLexicon, *, due: bool = True) -> list[FoundDate]:
    """Find the days that a text in lower case means: those that something may be due, or any."""
    known = _grammar(lexicon)
    found: list[FoundDate] = []
    counted_from: FoundDate | None = None
    for match, meaning, name in _longest(known, text):
        start, end = match.span()
        day = meaning(Reading(match, today, lexicon))
        if day is not None and name in SPANS and counted_from and text[counted_from.end : start] == " ":
            start, day = counted_from.start, counted_from.day + (day - today)
            found = [each for each in found if each is not counted_from]
        elif day is not None and (shift := _shift(known, text, start)):
            start, day = shift.start(), _shifted(Reading(shift, today, lexicon), day)
        if day is None:
            continue
        before, after = text[:start], text[end:]
        is_limit = bool(known.limit.search(before) or known.after_limit.search(after))
        each = FoundDate(start, end, day, is_limit, name == "end of day")
        counted_from = each if name in COUNTED_FROM else None
        if not due or (day >= today and not _is_void(known, text, start, end)):
            found.append(each)
    return found


def _shift(known: _Grammar, text: str, end: int) -> re.Match[str] | None:
    """What puts the day that begins there off by some time: “two days before”."""
    found = (pattern.search(text, 0, end) for pattern in known.shifts)
    return next((each for each in found if each), None)


def _shifted(read: Reading, day: date) -> date | None:
    if read.has("vague"):
        return None
    unit = read.unit if "unit" in read.found.re.groupindex else "days"
    return moved(day, -read.count if read.has("before") else read.count, unit)


def _longest(known: _Grammar, text: str) -> Iterator[tuple[re.Match[str], Meaning, str]]:
    """Yield the longest matches that do not overlap, in their order; of equals that of the first template."""
    matches = [
        (match, rank)
        for rank, (pattern, _, _) in enumerate(known.templates)
        for match in pattern.finditer(text)
    ]
    taken: list[tuple[re.Match[str], int]] = []
    for match, rank in sorted(matches, key=lambda each: (each[0].start() - each[0].end(), each[1])):
        if all(match.end() <= other.start() or match.start() >= other.end() for other, _ in taken):
            taken.append((match, rank))
    for match, rank in sorted(taken, key=lambda each: each[0].start()):
        yield match, *known.templates[rank][1:]


def _is_void(known: _Grammar, text: str, start: int, end: int) -> bool:
    """Whether the words around a date tell that no day to come is meant by it."""
    if known.void_before.search(text[:start]) or known.void_after.search(text[end:]):
        return True
    clause = _clause(known, text, start, end)
    if known.condition.search(clause) or known.habit.search(clause):
        return True
    return bool(known.past.search(clause)) and not known.future.search(clause)


def _clause(known: _Grammar, text: str, begin: int, finish: int) -> str:
    """The clause around a date; one of little else than the date goes on in the next."""
    ends = [found.end() for found in known.clause_end.finditer(with_kept_points(text))]
    start = max((end for end in ends if end <= begin), default=0)
    after = [end for end in ends if end > finish] + [len(text)]
    clause = text[start : after[0]]
    if len(clause.split()) - len(text[begin:finish].split()) <= SHORT_CLAUSE and not re.search(
        r"[.!?]\s*$", clause
    ):
        clause = text[start : after[min(1, len(after) - 1)]]
    return clause
