"""What the grammar of dates must know of one language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

NEVER = r"(?!)"


@dataclass(frozen=True, eq=False)
class DateLexicon:
    """Patterns match text in lower case. `templates` pair a pattern with the name of what it means.

    In templates stand {weekday} {weekday2} {month} {day} {nth} {count} {unit} {year}; the longest of the
    matches at a place counts, of equals the first. The meaning `void` hides words from the other templates.
    """

    weekdays: tuple[str, ...]
    """From Monday on."""
    months: tuple[str, ...]
    counts: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    """`days`, `working`, `weeks`, `fortnights`, `months`, `years`, `hours`: the pattern of each."""
    templates: tuple[tuple[str, str], ...]
    day: str = r"\d{1,2}"
    """The number of a day, besides the ordinals."""
    limit: str = NEVER
    """Just before a date: the date is a limit and goes before others."""
    after_limit: str = NEVER
    """The same just after it."""
    void_before: str = NEVER
    """Just before a date: it is past, recurring, denied or the begin of something."""
    void_after: str = NEVER
    """Just after it: nothing is due then, as with “at the earliest”."""
    shifts: tuple[str, ...] = ()
    """Just before a date, templates with {unit}, `before` or `after`: “two days before”, “the day after”.

    With `vague` there is no telling how much: the date is void.
    """
    past: str = NEVER
    """In the clause of a date: it tells what was."""
    future: str = NEVER
    """In such a clause: it is about what is to be, all the same."""
    habit: str = NEVER
    """In such a clause: it tells what is usual."""
    condition: str = NEVER
    """At the begin of a clause: a condition, whose date is not that of the task."""
    clause_end: str = r"[.!?;:,](?=\s|$)"
    places: Mapping[str, int] = field(default_factory=dict)
    """Which weekday of a month, where other words say that than those for its days."""
    last: str = NEVER
    """The ordinal of the last weekday of a month."""
    bounded: bool = True
    """Whether a date begins and ends at the bounds of words."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Further {names} in the templates."""

    def fill(self, template: str) -> list[re.Pattern[str]]:
        """Compile a template, each of its alternatives for itself."""
        names = {
            "weekday": rf"(?P<weekday>{'|'.join(self.weekdays)})",
            "weekday2": rf"(?P<weekday2>{'|'.join(self.weekdays)})",
            "month": rf"(?P<month>{'|'.join(self.months)})",
            "day": rf"(?P<day>{self.day}|{_longest_first(self.ordinals)})",
            "nth": rf"(?P<nth>{_longest_first(self.places or self.ordinals)}|{self.last})",
            "count": rf"(?P<count>\d{{1,3}}|{_longest_first(self.counts)})",
            "unit": rf"(?P<unit>{'|'.join(self.units.values())})",
            "year": r"(?P<year>20\d\d)",
        }
        for name, value in {**self.words, **names}.items():
            template = template.replace(f"{{{name}}}", value)
        return [
            re.compile(rf"(?<!\w)(?:{form})(?!\w)" if self.bounded else form)
            for form in _alternatives(template)
        ]


def _alternatives(template: str) -> list[str]:
    """Split at each `|` outside of brackets, so that a name may stand in several of the parts."""
    depth, forms = 0, [""]
    for mark in template:
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if mark == "|" and not depth:
            forms.append("")
        else:
            forms[-1] += mark
    return forms


def _longest_first(words: Mapping[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True)) or NEVER
