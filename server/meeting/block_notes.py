"""Notes of one block of a meeting, as its row holds them: each rests on segments."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from server.meeting.db import from_json, to_json
from server.meeting.minutes_actions import Action
from server.meeting.minutes_elements import Claim, Decision, Topic, claims_of, decisions_of, topics_of


@dataclass(frozen=True, slots=True)
class BlockNotes:
    """What a block is about."""

    topics: tuple[Topic, ...] = ()
    key_points: tuple[Claim, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    questions: tuple[Claim, ...] = ()
    """Those that nobody answered."""


def notes_to_json(notes: BlockNotes) -> str:
    """Return the text for the column."""
    return to_json(asdict(notes))


def notes_from_json(value: Any) -> BlockNotes:
    """Read the column; no notes for a block that is not noted yet."""
    told: Mapping[str, Any] = from_json(value)
    return BlockNotes(
        topics=tuple(topics_of(told.get("topics", []))),
        key_points=tuple(claims_of(told.get("key_points", []))),
        decisions=tuple(decisions_of(told.get("decisions", []))),
        actions=tuple(map(_action, told.get("actions", ()))),
        questions=tuple(claims_of(told.get("questions", []))),
    )


def _action(told: Mapping[str, Any]) -> Action:
    participant, due = told["participant_id"], told["due_date"]
    return Action(
        title=told["title"],
        description=told["description"],
        assignee=told["assignee"],
        participant_id=UUID(participant) if participant else None,
        due_date=date.fromisoformat(due) if due else None,
        priority=told["priority"],
        evidence=tuple(map(UUID, told["evidence"])),
    )
