"""What minutes consist of: statements, decisions and topics, each with the segments that it cites.

They are stored as JSON in columns of `meeting_summaries`; what an older row lacks has its default.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from server.meeting.db import from_json, to_json


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the minutes and the segments it cites."""

    text: str
    evidence: tuple[UUID, ...] = ()
    verified: bool = True
    """Whether code found it borne out by these segments; else it is shown as unverified."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who said yes or no to a decision, and the segment in which they did."""

    participant_id: UUID | None
    name: str
    segment: UUID


@dataclass(frozen=True, slots=True)
class Decision(Claim):
    """What was decided, or turned down, and who voiced assent or dissent after it was said."""

    agreed: tuple[Voice, ...] = ()
    against: tuple[Voice, ...] = ()
    result: str = ""
    """The words in which the result of a vote was told; empty: none was."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the meeting; its times are milliseconds of the meeting's clock, None where unknown."""

    title: str
    summary: str
    evidence: tuple[UUID, ...] = ()
    start_ms: int | None = None
    end_ms: int | None = None
    verified: bool = True


def to_column(elements: Iterable[Claim | Topic]) -> str:
    """Return the text for a column."""
    return to_json([asdict(each) for each in elements])


def claims_of(column: Any) -> list[Claim]:
    """Read a column of statements."""
    return [
        Claim(each["text"], _ids(each["evidence"]), each.get("verified", True)) for each in from_json(column)
    ]


def decisions_of(column: Any) -> list[Decision]:
    """Read a column of decisions."""
    return [
        Decision(
            each["text"],
            _ids(each["evidence"]),
            each.get("verified", True),
            _voices(each.get("agreed", ())),
            _voices(each.get("against", ())),
            each.get("result", ""),
        )
        for each in from_json(column)
    ]


def topics_of(column: Any) -> list[Topic]:
    """Read a column of topics."""
    return [
        Topic(
            each["title"],
            each["summary"],
            _ids(each["evidence"]),
            each.get("start_ms"),
            each.get("end_ms"),
            each.get("verified", True),
        )
        for each in from_json(column)
    ]


def _voices(told: Iterable[dict[str, str]]) -> tuple[Voice, ...]:
    return tuple(
        Voice(
            UUID(each["participant_id"]) if each["participant_id"] else None,
            each["name"],
            UUID(each["segment"]),
        )
        for each in told
    )


def _ids(value: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(map(UUID, value))
