"""Templates of minutes: which sections they have, in which order, and how they are worded.

Six are built in; people make their own, of which minutes keep a copy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args
from uuid import UUID

from server.errors import Conflict, Forbidden, MinutesNotFound
from server.meeting.audit import record
from server.meeting.db import fetch_one, from_json, to_json, transaction
from server.meeting.queue import enqueue_rewriting

BuiltIn = Literal["general", "standup", "interview", "retrospective", "client", "formal"]
Template = Literal["general", "standup", "interview", "retrospective", "client", "formal", "own"]
"""own: one that somebody made."""
Writer = Literal["model", "none"]
"""none: in people's own words, also where a model is configured."""
Tone = Literal["neutral", "formal", "friendly", "direct"]
Length = Literal["short", "medium", "long"]
SectionKind = Literal[
    "summary",
    "decisions",
    "turned_down",
    "motions",
    "actions",
    "open_questions",
    "people",
    "progress",
    "answers",
    "lessons",
    "requests",
    "key_points",
    "topics",
    "custom",
]
BUILT_IN: tuple[BuiltIn, ...] = get_args(BuiltIn)
HEADINGS: Mapping[SectionKind, str] = {
    "summary": "Summary",
    "decisions": "Decisions",
    "turned_down": "Turned down",
    "motions": "Motions and votes",
    "actions": "Action items",
    "open_questions": "Open questions",
    "people": "Person by person",
    "progress": "Done, next, blocked",
    "answers": "Questions and answers",
    "lessons": "What went well, what did not, what to try",
    "requests": "Requests and promises",
    "key_points": "Key points",
    "topics": "Topics",
    "custom": "",
}
"""Of sections whose template gives them none."""
ABOUT_KINDS: Mapping[SectionKind, str] = {
    "summary": "A few sentences about the whole meeting",
    "decisions": "What was agreed, and by whom",
    "turned_down": "What was proposed and refused",
    "motions": "Motions with mover, seconder, vote and result",
    "actions": "Who does what by when",
    "open_questions": "What nobody answered",
    "people": "Points, tasks and questions of each person",
    "progress": "What each person has done, does next, and is blocked by",
    "answers": "Each question with the answer it got",
    "lessons": "Three columns, with the tasks that follow",
    "requests": "What the client asks for, what we promise, what stays open",
    "key_points": "The sentences that matter most",
    "topics": "The meeting in chapters",
    "custom": "What you ask for in your own words",
}


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """A section; `instruction` says what a custom one holds."""

    kind: SectionKind
    heading: str = ""
    instruction: str = ""

    @property
    def title(self) -> str:
        """Its heading, or that of its kind."""
        return self.heading or HEADINGS[self.kind]


@dataclass(frozen=True, slots=True)
class MinutesTemplate:
    """A template; what is in no section of it is left out.

    `language`: of the model's sentences; empty: the meeting's. `instruction`: how they wish them to be
    worded who made it.
    """

    title: str
    about: str
    sections: tuple[TemplateSection, ...]
    language: str = ""
    tone: Tone = "neutral"
    length: Length = "medium"
    instruction: str = ""

    @property
    def kinds(self) -> tuple[SectionKind, ...]:
        """The kinds of its sections, in order."""
        return tuple(each.kind for each in self.sections)


def _built_in(title: str, about: str, *kinds: SectionKind) -> MinutesTemplate:
    return MinutesTemplate(title, about, tuple(map(TemplateSection, kinds)))


TEMPLATES: Mapping[BuiltIn, MinutesTemplate] = {
    "general": _built_in(
        "General",
        "Summary, decisions, action items, key points and topics",
        *("summary", "decisions", "turned_down", "actions", "open_questions", "key_points", "topics"),
    ),
    "standup": _built_in(
        "Stand-up",
        "Person by person: what they have done, do next, and are blocked by",
        *("summary", "progress", "actions", "decisions", "turned_down", "open_questions"),
    ),
    "interview": _built_in(
        "Interview",
        "Each question with its answer, then topics and what stays open",
        *("summary", "answers", "topics", "open_questions", "actions", "decisions", "turned_down"),
    ),
    "retrospective": _built_in(
        "Retrospective",
        "What went well, what did not, what to try, and who does what",
        *("summary", "lessons", "actions", "decisions", "turned_down", "open_questions", "topics"),
    ),
    "client": _built_in(
        "Client call",
        "What the client asks for, what we promise by when, what stays open",
        *("summary", "requests", "decisions", "actions", "turned_down", "open_questions", "topics"),
    ),
    "formal": _built_in(
        "Formal minutes",
        "Motions with mover, seconder, vote and result, then business, item by item",
        *("motions", "topics", "actions", "open_questions", "summary"),
    ),
}


def template_to_json(id_: UUID, template: MinutesTemplate) -> dict[str, Any]:
    """Return the copy that minutes keep of a template somebody made."""
    told = asdict(template)
    return {"id": str(id_), "name": told.pop("title"), **told, "sections": list(told["sections"])}


def template_from_json(column: Any) -> MinutesTemplate | None:
    """Read that copy; None without one."""
    if not (told := from_json(column)):
        return None
    return MinutesTemplate(
        told["name"],
        "",
        sections_of(told["sections"]),
        told.get("language", ""),
        told.get("tone", "neutral"),
        told.get("length", "medium"),
        told.get("instruction", ""),
    )


def sections_of(told: Sequence[Mapping[str, Any]]) -> tuple[TemplateSection, ...]:
    """Read sections from a column; kinds that are no more are left out."""
    return tuple(
        TemplateSection(each["kind"], each.get("heading", ""), each.get("instruction", ""))
        for each in told
        if each["kind"] in HEADINGS
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a meeting's minutes."""

    template: Template
    writer: Writer
    own: Mapping[str, Any] = field(default_factory=dict)
    """The copy of a template that somebody made."""


async def choice_of(room_id: UUID) -> Choice:
    """Return what the minutes are written by; raises MinutesNotFound."""
    row = await fetch_one(
        "SELECT template, writer, own_template FROM meeting_summaries WHERE room_id = $1", room_id
    )
    if row is None:
        raise MinutesNotFound
    return Choice(row["template"], row["writer"], from_json(row["own_template"]))


async def template_of(room_id: UUID) -> MinutesTemplate:
    """Return the template of a meeting's minutes; of one that has not ended, the general one."""
    try:
        chosen = await choice_of(room_id)
    except MinutesNotFound:
        return TEMPLATES["general"]
    if chosen.template == "own":
        return template_from_json(chosen.own) or TEMPLATES["general"]
    return TEMPLATES[chosen.template]


async def regenerate(room_id: UUID, wanted: Choice) -> None:
    """Choose template and writer, and have ready minutes written again; what people edited stays.

    Raises MinutesNotFound, Conflict while they are being written, Forbidden where the database refuses.
    """
    async with transaction():
        await choice_of(room_id)
        row = await fetch_one(
            "UPDATE meeting_summaries SET template = $2, writer = $3, own_template = $4"
            " WHERE room_id = $1 RETURNING state",
            room_id,
            wanted.template,
            wanted.writer,
            to_json(wanted.own),
        )
        if row is None:
            raise Forbidden
        if row["state"] != "ready":
            raise Conflict("The minutes are still being written.")
        await enqueue_rewriting(room_id)
        await record(
            "user_action", "minutes.rewrite", room_id, template=wanted.template, writer=wanted.writer
        )
