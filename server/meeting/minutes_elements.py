"""What minutes consist of: statements and topics, each with the segments that it cites, in JSON columns."""

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


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the meeting."""

    title: str
    summary: str
    evidence: tuple[UUID, ...] = ()


def to_column(elements: Iterable[Claim | Topic]) -> str:
    """Return the text for a column."""
    return to_json([asdict(each) for each in elements])


def claims_of(column: Any) -> list[Claim]:
    """Read a column of statements."""
    return [Claim(each["text"], tuple(map(UUID, each["evidence"]))) for each in from_json(column)]


def topics_of(column: Any) -> list[Topic]:
    """Read a column of topics."""
    return [
        Topic(each["title"], each["summary"], tuple(map(UUID, each["evidence"])))
        for each in from_json(column)
    ]
