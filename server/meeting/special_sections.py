"""What the sections of one kind of meeting hold: done and next, questions and answers, requests and promises.

Stored as a JSON array of statements, each with the segments it cites, so that forgetting words finds them.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from server.meeting.db import from_json, to_json
from server.meeting.minutes_elements import Claim

SpecialKind = Literal["progress", "answers", "lessons", "requests", "motions", "custom"]
Label = Literal[
    "done", "next", "blocked", "question", "answer", "well", "badly", "try", "request", "promise", "open",
    "mover", "seconder", "point",
]  # fmt: skip
LABELS: dict[Label, str] = {
    "done": "Done",
    "next": "Next",
    "blocked": "Blocked",
    "question": "Question",
    "answer": "Answer",
    "well": "Went well",
    "badly": "Did not go well",
    "try": "To try",
    "request": "The client asks for",
    "promise": "We promise",
    "open": "Open",
    "mover": "Moved by",
    "seconder": "Seconded by",
    "point": "",
}


AddedLabel = Literal["well", "badly", "try", "request", "promise", "open", "point"]
"""Of what can be added by hand: it is nobody's in particular, and answers nothing."""
KIND_OF: dict[AddedLabel, SpecialKind] = {
    "well": "lessons",
    "badly": "lessons",
    "try": "lessons",
    "request": "requests",
    "promise": "requests",
    "open": "requests",
    "point": "custom",
}


@dataclass(frozen=True, slots=True)
class Statement(Claim):
    """A statement in a section of one kind of meeting."""

    kind: SpecialKind = "custom"
    label: Label = "point"
    group: str = ""
    """What belongs together: a question with its answers, the statements of one custom section."""
    speaker: str = ""
    participant_id: UUID | None = None
    by_model: bool = False
    """Whether a model worded it; else these are the speaker's words."""


def special_to_column(statements: Iterable[Statement]) -> str:
    """Return the text for the column."""
    return to_json([asdict(each) for each in statements])


def special_of(column: Any) -> list[Statement]:
    """Read the column, or the same of a version."""
    return [
        Statement(
            each["text"],
            tuple(map(UUID, each["evidence"])),
            each.get("verified", True),
            each["kind"],
            each["label"],
            each.get("group", ""),
            each.get("speaker", ""),
            UUID(each["participant_id"]) if each.get("participant_id") else None,
            each.get("by_model", False),
        )
        for each in from_json(column) or ()
    ]
