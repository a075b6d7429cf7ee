"""What people do to action items: make, edit, complete, reassign, delete and undo.

Each takes the revision that the person saw and raises ActionItemChanged if the item has another by now, and
the id of the edit, so that a request sent again changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from server.errors import Conflict, Forbidden, Invalid
from server.meeting import states
from server.meeting.action_item_edits import (
    EditKind,
    ItemEdit,
    ItemEditor,
    Stamp,
    history_of,
    is_stored,
    last_editor_of,
    record_edit,
    store_edit,
)
from server.meeting.action_item_errors import ActionItemChanged, ItemEditNotFound
from server.meeting.action_item_rows import ActionItem, ItemType, Priority, item_in, lock_items
from server.meeting.audit import record
from server.meeting.db import execute, fetch_one, transaction

MOST_ITEMS = 500
"""In one meeting."""
CAUSES = {"open": "reopen", "in_progress": "start", "done": "complete", "cancelled": "cancel"}
"""By the status that somebody chooses."""
ONLY_MODERATORS = "Only the host and co-hosts can change action items. Their owner can complete them."
INSERT = """
INSERT INTO action_items (id, room_id, summary_id, title, description, type, priority, status, due_date, tags,
                          assignee, assignee_participant_id, position, edited, origin)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, $11, $12, true, 'person')
"""
PLACE = """
SELECT m.id,
       (SELECT count(*) FROM action_items a WHERE a.summary_id = m.id AND a.deleted_at IS NULL) AS items,
       (SELECT coalesce(max(a.position), -1) + 1 FROM action_items a WHERE a.summary_id = m.id) AS next
FROM meeting_summaries m WHERE m.room_id = $1
"""
ATTENDED = """
SELECT display_name FROM participants WHERE room_id = $1 AND id = $2 AND status <> 'removed'
   AND (joined_at IS NOT NULL OR role = 'host')
"""


@dataclass(frozen=True, slots=True)
class NewItem:
    """An action item made by hand."""

    title: str
    description: str = ""
    type: ItemType = "task"
    priority: Priority = "medium"
    due_date: date | None = None
    tags: tuple[str, ...] = ()
    participant_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A change: by whom, of which item, as of the revision they saw."""

    room_id: UUID
    editor: ItemEditor
    item_id: UUID
    revision: int
    edit_id: UUID


async def create_item(room_id: UUID, editor: ItemEditor, new: NewItem, item_id: UUID) -> ActionItem:
    """Add an item by hand; raises Forbidden, Invalid, and Conflict while the meeting is being held."""
    if not editor.moderates:
        raise Forbidden("Only the host and co-hosts can add action items.")
    async with transaction():
        if await lock_items(room_id, [item_id]):
            return await item_in(room_id, item_id)
        place = await fetch_one(PLACE, room_id)
        if place is None:
            raise Conflict("Action items can be added after the meeting has ended.")
        if place["items"] >= MOST_ITEMS:
            raise Conflict(f"This meeting has {MOST_ITEMS} action items. Delete some first.")
        name = await _name_of(room_id, new.participant_id)
        await execute(
            INSERT, item_id, room_id, place["id"], new.title, new.description, new.type, new.priority,
            new.due_date, list(new.tags), name, new.participant_id, place["next"],
        )  # fmt: skip
        made = await item_in(room_id, item_id)
        await record_edit(made, {}, Stamp(item_id, "create", editor.user_id), 0)
        await _settle(made, "create", is_assigned=new.participant_id is not None)
        return made


async def change_item(asked: Request, values: Mapping[str, Any]) -> ActionItem:
    """Set some of an item's fields, `participant_id` for its owner.

    Raises ActionItemNotFound, Forbidden, ActionItemChanged, Invalid, IllegalStep.
    """
    async with transaction():
        if not await is_stored(asked.item_id, asked.edit_id):
            item = await _locked(asked, is_status_only=set(values) <= {"status"})
            changed = {name: value for name, value in values.items() if getattr(item, name) != value}
            if changed:
                kind = _kind(changed)
                whole = await _with_what_follows(item, changed)
                await store_edit(item, whole, Stamp(asked.edit_id, kind, asked.editor.user_id))
                await _settle(item, kind, is_assigned="participant_id" in changed)
        return await item_in(asked.room_id, asked.item_id)


async def delete_item(asked: Request) -> None:
    """Delete an item, which can be undone; rewritten minutes leave it deleted. Raises as `change_item`."""
    async with transaction():
        if not await is_stored(asked.item_id, asked.edit_id):
            item = await _locked(asked, is_status_only=False)
            stamp = Stamp(asked.edit_id, "delete", asked.editor.user_id)
            await store_edit(item, {"deleted_at": datetime.now(UTC)}, stamp)
            await _settle(item, "delete")


async def undo_edit(
    room_id: UUID, editor: ItemEditor, item_id: UUID, edit_id: UUID, new_id: UUID
) -> ActionItem:
    """Restore what a change replaced, unless it was changed again after that. An undo can be undone.

    Raises ActionItemNotFound, ItemEditNotFound, Forbidden, ActionItemChanged.
    """
    async with transaction():
        item = await item_in(room_id, item_id, deleted=True)
        edit = next((each for each in await history_of(room_id, item_id) if each.id == edit_id), None)
        if edit is None or not edit.before:
            raise ItemEditNotFound
        if not await is_stored(item_id, new_id):
            is_status = edit.before.keys() <= {"status", "completed_at"}
            held = await _held(Request(room_id, editor, item_id, item.revision, new_id), item, is_status)
            await _check_unchanged(held, edit)
            await store_edit(held, edit.before, Stamp(new_id, "undo", editor.user_id, undoes=edit_id))
            await _settle(held, "undo")
        return await item_in(room_id, item_id, deleted=True)


async def _locked(asked: Request, *, is_status_only: bool) -> ActionItem:
    seen = await item_in(asked.room_id, asked.item_id)
    held = await _held(asked, seen, is_status_only)
    if held.revision != asked.revision or held.deleted_at is not None:
        raise await changed_error(held)
    return held


async def _held(asked: Request, seen: ActionItem, is_status_only: bool) -> ActionItem:
    may = asked.editor.may_set_status(seen) if is_status_only else asked.editor.moderates
    held = await lock_items(asked.room_id, [asked.item_id]) if may else []
    if not held:
        raise Forbidden(ONLY_MODERATORS)
    return held[0]


async def changed_error(now: ActionItem) -> ActionItemChanged:
    """Return the error that says how the item is now, and who changed it."""
    return ActionItemChanged(
        {
            "id": str(now.id),
            "revision": now.revision,
            "title": now.title,
            "status": now.status,
            "by": await last_editor_of(now.room_id, now.id),
        }
    )


async def _check_unchanged(now: ActionItem, edit: ItemEdit) -> None:
    if any(getattr(now, name) != value for name, value in edit.after.items()):
        raise await changed_error(now)


def _kind(changed: Mapping[str, Any]) -> EditKind:
    if set(changed) == {"status"}:
        return "status"
    return "assign" if set(changed) == {"participant_id"} else "edit"


async def _with_what_follows(item: ActionItem, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with those that follow from them; raises IllegalStep, Invalid."""
    whole = dict(changed)
    if "status" in changed:
        states.next_state(states.ACTION_ITEM, item.status, CAUSES[changed["status"]])
        whole["completed_at"] = datetime.now(UTC) if changed["status"] == "done" else None
    if "participant_id" in changed:
        whole["assignee"] = await _name_of(item.room_id, changed["participant_id"])
    return whole


async def _name_of(room_id: UUID, participant_id: UUID | None) -> str | None:
    """Return the name of somebody who attended; raises Invalid."""
    if participant_id is None:
        return None
    row = await fetch_one(ATTENDED, room_id, participant_id)
    if row is None:
        message = "Choose somebody who was in the meeting."
        raise Invalid(problems=[{"field": "participant_id", "message": message}])
    return str(row["display_name"])


async def _settle(item: ActionItem, kind: EditKind, *, is_assigned: bool = False) -> None:
    """Notify a new owner, and record in the audit that it happened, never the words."""
    if is_assigned:
        await execute("SELECT tell_assignee($1)", item.id)
    await record("user_action", "action_item.change", item.room_id, item=str(item.id), change=kind)
