"""One person's figures of a meeting, kept as JSON in their report; a page says in words what each one is.

All of it is counted from the transcript and the attendance, and none of it judges.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, get_args

from server.meeting.db import from_json, to_json
from server.meeting.gaps import Cause


@dataclass(frozen=True, slots=True)
class Interval:
    """From when to when, in milliseconds on the meeting's clock."""

    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class Unheard:
    """A stretch in which the person's words could not be written down, or were not to be."""

    from_ms: int
    to_ms: int
    cause: Cause


@dataclass(frozen=True, slots=True)
class Figures:
    """What one person's report counts; how is in agent/minutes/participant_reports.py and turn_taking.py."""

    attendance: tuple[Interval, ...] = ()
    """The stays, in order and apart; empty where nobody knows them, as in an imported recording."""
    turns: int = 0
    longest_ms: int = 0
    """The most speech in one turn."""
    words: int | None = 0
    """None for languages that write no spaces between words."""
    words_per_minute: float | None = None
    """None for too little speech, too."""
    questions: int = 0
    interruptions_made: int = 0
    interruptions_received: int = 0
    responses: int = 0
    """How often the person spoke right after another one."""
    response_time_ms: int | None = None
    """Their median; None for too few."""
    mentions_count: int = 0
    """Sentences of others that name the person; the report keeps the first ones."""
    unheard: tuple[Unheard, ...] = ()


PLAIN = (
    "turns", "longest_ms", "words", "words_per_minute", "questions", "interruptions_made",
    "interruptions_received", "responses", "response_time_ms", "mentions_count",
)  # fmt: skip


def figures_to_json(figures: Figures | None) -> str:
    """Return the text for the column; `{}` for none."""
    return to_json(asdict(figures) if figures else {})


def figures_from_json(value: Any) -> Figures | None:
    """Read the column; None for reports from before it was there, which are prose."""
    told: Mapping[str, Any] = from_json(value)
    if not told:
        return None
    return Figures(
        attendance=tuple(_intervals(told.get("attendance", ()))),
        unheard=tuple(
            Unheard(each["from_ms"], each["to_ms"], each["cause"])
            for each in told.get("unheard", ())
            if each["cause"] in get_args(Cause)
        ),
        **{name: told[name] for name in PLAIN if name in told},
    )


def _intervals(told: Iterable[Mapping[str, int]]) -> Iterable[Interval]:
    return (Interval(each["from_ms"], each["to_ms"]) for each in told)
