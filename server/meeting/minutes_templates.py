"""Templates of minutes: which sections they have, in which order, and who words them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from server.errors import Conflict, Forbidden, MinutesNotFound
from server.meeting.audit import record
from server.meeting.db import fetch_one, transaction
from server.meeting.queue import enqueue_rewriting

Template = Literal["general", "standup", "interview", "retrospective", "client", "formal"]
Writer = Literal["model", "none"]
"""none: in people's own words, also where a model is configured."""
SectionKind = Literal[
    "summary",
    "decisions",
    "turned_down",
    "motions",
    "actions",
    "open_questions",
    "people",
    "key_points",
    "topics",
]


@dataclass(frozen=True, slots=True)
class MinutesTemplate:
    """A template; what is in no section of it is left out."""

    title: str
    about: str
    sections: tuple[SectionKind, ...]


TEMPLATES: Mapping[Template, MinutesTemplate] = {
    "general": MinutesTemplate(
        "General",
        "Summary, decisions, action items, key points and topics",
        ("summary", "decisions", "turned_down", "actions", "open_questions", "key_points", "topics"),
    ),
    "standup": MinutesTemplate(
        "Stand-up",
        "Person by person: what they take on, said, and left open",
        ("summary", "people", "actions", "decisions", "turned_down", "open_questions"),
    ),
    "interview": MinutesTemplate(
        "Interview",
        "Topics first, then what was said and what stays open",
        ("summary", "topics", "key_points", "open_questions", "actions", "decisions", "turned_down"),
    ),
    "retrospective": MinutesTemplate(
        "Retrospective",
        "What was observed, what was agreed, who does what",
        ("summary", "key_points", "open_questions", "decisions", "turned_down", "actions", "topics"),
    ),
    "client": MinutesTemplate(
        "Client call",
        "What was agreed and who does what by when, before everything else",
        ("summary", "decisions", "actions", "open_questions", "turned_down", "topics", "key_points"),
    ),
    "formal": MinutesTemplate(
        "Formal minutes",
        "Motions with their votes, then business, item by item",
        ("motions", "topics", "actions", "open_questions", "summary"),
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a meeting's minutes."""

    template: Template
    writer: Writer


async def choice_of(room_id: UUID) -> Choice:
    """Return what the minutes are written by; raises MinutesNotFound."""
    row = await fetch_one("SELECT template, writer FROM meeting_summaries WHERE room_id = $1", room_id)
    if row is None:
        raise MinutesNotFound
    return Choice(row["template"], row["writer"])


async def regenerate(room_id: UUID, wanted: Choice) -> None:
    """Choose template and writer, and have ready minutes written again; what people edited stays.

    Raises MinutesNotFound, Conflict while they are being written, Forbidden where the database refuses.
    """
    async with transaction():
        await choice_of(room_id)
        row = await fetch_one(
            "UPDATE meeting_summaries SET template = $2, writer = $3 WHERE room_id = $1 RETURNING state",
            room_id,
            wanted.template,
            wanted.writer,
        )
        if row is None:
            raise Forbidden
        if row["state"] != "ready":
            raise Conflict("The minutes are still being written.")
        await enqueue_rewriting(room_id)
        await record(
            "user_action", "minutes.rewrite", room_id, template=wanted.template, writer=wanted.writer
        )
