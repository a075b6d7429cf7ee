"""Notes of one block of a meeting, as its row holds them: each rests on segments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from server.meeting.db import from_json, to_json
from server.meeting.minutes import Claim, Topic
from server.meeting.minutes_actions import Action


@dataclass(frozen=True, slots=True)
class BlockNotes:
    """What a block is about."""

    topics: tuple[Topic, ...] = ()
    key_points: tuple[Claim, ...] = ()
    decisions: tuple[Claim, ...] = ()
    actions: tuple[Action, ...] = ()
    questions: tuple[Claim, ...] = ()
    """Those that nobody answered."""


def notes_to_json(notes: BlockNotes) -> str:
    """Return the text for the column."""
    return to_json(
        {
            "topics": [
                {"title": t.title, "summary": t.summary, "evidence": t.evidence} for t in notes.topics
            ],
            "key_points": _told(notes.key_points),
            "decisions": _told(notes.decisions),
            "actions": [
                {
                    "title": each.title,
                    "description": each.description,
                    "assignee": each.assignee,
                    "participant_id": each.participant_id,
                    "due_date": each.due_date,
                    "priority": each.priority,
                    "evidence": each.evidence,
                }
                for each in notes.actions
            ],
            "questions": _told(notes.questions),
        }
    )


def notes_from_json(value: Any) -> BlockNotes:
    """Read the column; no notes for a block that is not noted yet."""
    told: Mapping[str, Any] = from_json(value)
    return BlockNotes(
        topics=tuple(
            Topic(each["title"], each["summary"], _segments(each)) for each in told.get("topics", ())
        ),
        key_points=_claims(told, "key_points"),
        decisions=_claims(told, "decisions"),
        actions=tuple(map(_action, told.get("actions", ()))),
        questions=_claims(told, "questions"),
    )


def _told(claims: Iterable[Claim]) -> list[dict[str, object]]:
    return [{"text": each.text, "evidence": each.evidence} for each in claims]


def _claims(told: Mapping[str, Any], kind: str) -> tuple[Claim, ...]:
    return tuple(Claim(each["text"], _segments(each)) for each in told.get(kind, ()))


def _action(told: Mapping[str, Any]) -> Action:
    participant, due = told["participant_id"], told["due_date"]
    return Action(
        title=told["title"],
        description=told["description"],
        assignee=told["assignee"],
        participant_id=UUID(participant) if participant else None,
        due_date=date.fromisoformat(due) if due else None,
        priority=told["priority"],
        evidence=_segments(told),
    )


def _segments(told: Mapping[str, Any]) -> tuple[UUID, ...]:
    return tuple(UUID(each) for each in told["evidence"])
