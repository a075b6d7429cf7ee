"""A person's open action items from all their meetings."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from server.meeting.db import fetch
from server.meeting.minutes import ActionStatus, Priority

ActionType = Literal["task", "follow_up"]

LISTED = 50


@dataclass(frozen=True, slots=True)
class OpenActionItem:
    """An action item and the meeting it comes from."""

    id: UUID
    title: str
    description: str
    type: ActionType
    priority: Priority
    status: ActionStatus
    due_date: date | None
    slug: str
    meeting: str


@dataclass(frozen=True, slots=True)
class After:
    """Cursor: the last item of the page before; items without a date come last."""

    due_date: date | None
    id: UUID


OPEN_TASKS = """
SELECT a.id, a.title, a.description, a.type, a.priority, a.status, a.due_date, r.slug, r.name AS meeting
FROM (
    SELECT * FROM action_items WHERE assigned_to = $1 AND status IN ('open', 'in_progress')
      AND (coalesce(due_date, 'infinity'), id) > (coalesce($2::date, '-infinity'), $3::uuid)
    ORDER BY coalesce(due_date, 'infinity'), id LIMIT $4
) AS a JOIN rooms r ON r.id = a.room_id ORDER BY coalesce(a.due_date, 'infinity'), a.id
"""
FIRST_ID = UUID(int=0)


async def open_action_items_of(
    person_id: UUID, *, limit: int = LISTED, after: After | None = None
) -> list[OpenActionItem]:
    """List the items that are not done, by due date; those without a date last."""
    due = (after.due_date or date.max) if after else None
    rows = await fetch(OPEN_TASKS, person_id, due, after.id if after else FIRST_ID, limit)
    return [OpenActionItem(**dict(row)) for row in rows]
