"""The history of action items: who changed what and when, and how it was before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from server.meeting.action_item_rows import ActionItem
from server.meeting.db import execute, fetch, fetch_one, from_json, to_json

EditKind = Literal["create", "edit", "status", "assign", "delete", "undo", "rewrite"]
WRITTEN = (
    "title", "description", "type", "priority", "status", "due_date", "completed_at", "tags", "assignee",
    "participant_id", "deleted_at",
)  # fmt: skip
"""The fields that people change, in the order of UPDATE."""
UPDATE = """
UPDATE action_items SET title = $2, description = $3, type = $4, priority = $5, status = $6, due_date = $7,
       completed_at = $8, tags = $9, assignee = $10, assignee_participant_id = $11, deleted_at = $12,
       revision = revision + 1, edited = true WHERE id = $1
"""
RECORD = """
INSERT INTO action_item_edits (id, room_id, item_id, kind, revision, before, after, undoes, edited_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
HISTORY = """
SELECT e.id, e.kind, e.revision, e.before, e.after, e.undoes, e.created_at, person_name(e.edited_by) AS by,
       e.edited_by, EXISTS (SELECT FROM action_item_edits u WHERE u.item_id = e.item_id AND u.undoes = e.id)
           AS is_undone
FROM action_item_edits e WHERE e.room_id = $1 AND e.item_id = $2 ORDER BY e.revision DESC, e.created_at DESC
"""
DESCRIBED = """
SELECT a.id FROM action_items a LEFT JOIN LATERAL (
    SELECT e.kind FROM action_item_edits e WHERE e.item_id = a.id AND e.after ? 'description'
    ORDER BY e.revision DESC, e.created_at DESC LIMIT 1) last ON true
WHERE a.room_id = $1 AND (last.kind IN ('create', 'edit') OR last.kind IS NULL AND a.origin = 'person')
"""
READERS: Mapping[str, Callable[[Any], Any]] = {
    "due_date": date.fromisoformat,
    "completed_at": datetime.fromisoformat,
    "deleted_at": datetime.fromisoformat,
    "participant_id": UUID,
    "tags": tuple,
}


@dataclass(frozen=True, slots=True)
class ItemEditor:
    """Who changes action items: somebody with an account."""

    user_id: UUID
    moderates: bool
    """Host and co-hosts change everything; the assignee says how far it is."""

    def may_set_status(self, item: ActionItem) -> bool:
        """Whether they may complete and reopen it."""
        return self.moderates or item.assigned_to == self.user_id


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """One entry of an item's history; `before` and `after` hold the changed fields."""

    id: UUID
    kind: EditKind
    revision: int
    before: dict[str, Any]
    after: dict[str, Any]
    undoes: UUID | None
    created_at: datetime
    by: str | None
    """A name; None if the account is gone, or new minutes changed it."""
    edited_by: UUID | None
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Stamp:
    """How an edit is recorded."""

    id: UUID
    kind: EditKind
    by: UUID | None
    undoes: UUID | None = None


async def store_edit(item: ActionItem, values: Mapping[str, Any], stamp: Stamp) -> None:
    """Write the new values of an item, which the caller has locked, and its history."""
    after = replace(item, **values)
    await execute(UPDATE, item.id, *(_stored(getattr(after, name)) for name in WRITTEN))
    await record_edit(item, values, stamp, item.revision + 1)


async def record_edit(item: ActionItem, values: Mapping[str, Any], stamp: Stamp, revision: int) -> None:
    """Write the history alone; `revision` is the item's after it."""
    await execute(
        RECORD,
        stamp.id,
        item.room_id,
        item.id,
        stamp.kind,
        revision,
        to_json({name: getattr(item, name) for name in values}),
        to_json(dict(values)),
        stamp.undoes,
        stamp.by,
    )


def _stored(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


async def is_stored(item_id: UUID, edit_id: UUID) -> bool:
    """Whether the change was made already, and its answer was lost."""
    row = await fetch_one("SELECT FROM action_item_edits WHERE item_id = $1 AND id = $2", item_id, edit_id)
    return row is not None


async def history_of(room_id: UUID, item_id: UUID) -> list[ItemEdit]:
    """List the changes of an item, newest first."""
    rows = await fetch(HISTORY, room_id, item_id)
    return [
        ItemEdit(**{**dict(row), "before": read(row["before"]), "after": read(row["after"])}) for row in rows
    ]


def read(stored: Any) -> dict[str, Any]:
    """Return the fields of `before` or `after` as an item has them."""
    return {
        name: READERS[name](value) if name in READERS and value is not None else value
        for name, value in from_json(stored).items()
    }


async def last_editor_of(room_id: UUID, item_id: UUID) -> str | None:
    """Return the name of who changed it last; None if nobody did, or they are gone."""
    edits = await history_of(room_id, item_id)
    return edits[0].by if edits else None


async def described_by_people(room_id: UUID) -> set[UUID]:
    """Return the items whose description somebody wrote; of others it is in the words that were said."""
    return {row["id"] for row in await fetch(DESCRIBED, room_id)}
