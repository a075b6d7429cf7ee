"""The action items of a meeting's minutes, as their author saves them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from server.meeting.db import execute_many, fetch, to_json


@dataclass(frozen=True, slots=True)
class NewActionItem:
    """An action item of the minutes; `evidence` are the segments it rests on."""

    title: str
    description: str
    assignee: str | None
    participant_id: UUID | None
    due_date: date | None
    priority: str
    status: str
    evidence: tuple[UUID, ...]


async def replace_action_items(room_id: UUID, summary_id: UUID, items: list[NewActionItem]) -> None:
    """Replace the action items of minutes; one of the same title keeps the status that people gave it."""
    before = await fetch(
        "DELETE FROM action_items WHERE summary_id = $1 RETURNING title, status, completed_at", summary_id
    )
    known = {row["title"].casefold(): (row["status"], row["completed_at"]) for row in before}
    await execute_many(
        """
        INSERT INTO action_items (room_id, summary_id, title, description, assignee,
                                  assignee_participant_id, assigned_to, due_date, priority, evidence,
                                  position, status, completed_at)
        VALUES ($1, $2, left($3, 200), $4, left($5, 120),
                $6, (SELECT user_id FROM participants WHERE id = $6),
                $7, $8, $9, $10, $11, $12)
        """,
        [
            (room_id, summary_id, a.title, a.description, a.assignee, a.participant_id, a.due_date,
             a.priority, to_json(a.evidence), position,
             *known.get(a.title[:200].casefold(), (a.status, None)))
            for position, a in enumerate(items)
        ],
    )  # fmt: skip
