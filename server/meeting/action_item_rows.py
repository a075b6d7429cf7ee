"""Action items as rows: what is to be done, by whom, until when, and how far it is."""

# ruff: noqa: S608  only constant lists of columns are put into statements; values go by $1

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from server.meeting.action_item_errors import ActionItemNotFound
from server.meeting.db import fetch, fetch_one, from_json

ItemType = Literal["task", "follow_up"]
Priority = Literal["low", "medium", "high"]
ActionStatus = Literal["open", "in_progress", "done", "cancelled"]
Origin = Literal["minutes", "person"]

OPEN = "('open', 'in_progress')"
CARRIED = 50
"""Open items of earlier meetings that are shown with the next one."""
TODAY = "(now() AT TIME ZONE r.time_zone)::date"
"""Where the meeting was held."""
COLUMNS = f"""a.id, a.room_id, a.title, a.description, a.type, a.priority, a.status, a.due_date,
    a.completed_at, a.tags, a.assignee, a.assignee_participant_id AS participant_id, a.assigned_to,
    a.evidence, a.position, a.revision, a.edited, a.origin, a.deleted_at, a.created_at, a.updated_at,
    r.slug, r.name AS meeting,
    coalesce(a.due_date < {TODAY} AND a.status IN {OPEN}, false) AS is_overdue,
    (SELECT count(*) FROM action_item_comments c WHERE c.item_id = a.id)::int AS comments"""
SELECT = f"SELECT {COLUMNS} FROM action_items a JOIN rooms r ON r.id = a.room_id"
SAME_SERIES = """r.id <> here.id AND r.host_id = here.host_id
    AND (lower(btrim(r.name)) = lower(btrim(here.name)) OR r.series_id = here.series_id)
    AND r.type <> 'instant' AND here.type <> 'instant' AND coalesce(r.started_at, r.created_at)
        < coalesce(here.started_at, here.scheduled_start_time, here.created_at)"""
"""A series: meetings of one rule, or that the same host scheduled under the same title."""


@dataclass(frozen=True, slots=True)
class ActionItem:
    """An action item, and the meeting it comes from."""

    id: UUID
    room_id: UUID
    title: str
    description: str
    type: ItemType
    priority: Priority
    status: ActionStatus
    due_date: date | None
    completed_at: datetime | None
    tags: tuple[str, ...]
    assignee: str | None
    """A name: of a participant, or as it was said."""
    participant_id: UUID | None
    assigned_to: UUID | None
    """The assignee's account; follows from `participant_id`."""
    evidence: tuple[UUID, ...]
    position: int
    revision: int
    edited: bool
    """By a person, or made by one: rewritten minutes leave it as it is."""
    origin: Origin
    deleted_at: datetime | None
    created_at: datetime
    updated_at: datetime
    slug: str
    meeting: str
    is_overdue: bool
    comments: int

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.status in ("open", "in_progress")


def item_of(row: Record) -> ActionItem:
    """Read a row of COLUMNS."""
    values: dict[str, Any] = dict(row)
    values["tags"] = tuple(values["tags"])
    values["evidence"] = tuple(UUID(each) for each in from_json(values["evidence"]))
    return ActionItem(**values)


async def items_in(room_id: UUID) -> list[ActionItem]:
    """List a meeting's action items as its minutes have them; deleted ones are left out."""
    rows = await fetch(
        f"{SELECT} WHERE a.room_id = $1 AND a.deleted_at IS NULL ORDER BY a.position, a.created_at, a.id",
        room_id,
    )
    return [item_of(row) for row in rows]


async def item_in(room_id: UUID, item_id: UUID, *, deleted: bool = False) -> ActionItem:
    """Return one; raises ActionItemNotFound, also for a deleted one unless asked for."""
    found = await fetch_one(
        f"{SELECT} WHERE a.room_id = $1 AND a.id = $2 AND ($3 OR a.deleted_at IS NULL)",
        room_id,
        item_id,
        deleted,
    )
    if found is None:
        raise ActionItemNotFound
    return item_of(found)


async def lock_items(room_id: UUID, ids: Sequence[UUID]) -> list[ActionItem]:
    """Lock and return those of these that the actor may change, deleted ones included."""
    rows = await fetch(
        f"{SELECT} WHERE a.room_id = $1 AND a.id = ANY($2::uuid[]) ORDER BY a.id FOR NO KEY UPDATE OF a",
        room_id,
        list(ids),
    )
    return [item_of(row) for row in rows]


async def carried_into(room_id: UUID) -> list[ActionItem]:
    """List what is still open from earlier meetings of the room's series that the actor may read."""
    rows = await fetch(
        f"{SELECT} JOIN rooms here ON here.id = $1 AND {SAME_SERIES}"
        f" WHERE a.deleted_at IS NULL AND a.status IN {OPEN}"
        f" ORDER BY coalesce(a.due_date, 'infinity'), a.id LIMIT {CARRIED}",
        room_id,
    )
    return [item_of(row) for row in rows]
