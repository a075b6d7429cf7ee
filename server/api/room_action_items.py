"""The action items of a meeting: made, edited, completed, reassigned, commented on, deleted and undone."""

from typing import Any
from uuid import UUID, uuid4

import structlog
from aiohttp import web

from server.api.action_item_bodies import Deletion, NewComment, NewTask, TaskChange, Undoing
from server.api.action_item_views import (
    ChangedTask,
    CommentView,
    ItemEditView,
    RoomTask,
    RoomTaskList,
    RoomTaskView,
    TaskView,
)
from server.api.endpoint import endpoint
from server.api.identity import require_account
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Conflict, Forbidden, IllegalStep, RoomNotFound, Unauthenticated
from server.meeting import action_item_changes, action_item_comments, action_item_rows
from server.meeting.access import Right, Standing, room_for
from server.meeting.accounts import Account
from server.meeting.action_item_changes import NewItem, Request
from server.meeting.action_item_edits import ItemEditor, history_of
from server.meeting.action_item_errors import (
    ActionItemChanged,
    ActionItemNotFound,
    CommentNotFound,
    ItemEditNotFound,
)
from server.meeting.action_item_rows import ActionItem
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction

READS = (RoomNotFound, Forbidden)
WRITES = (Unauthenticated, RoomNotFound, Forbidden, ActionItemNotFound)
log = structlog.get_logger()


def editor_of(request: web.Request, standing: Standing) -> ItemEditor | None:
    """Return who would change items; None for guests, who only read them."""
    viewer = request[VIEWER]
    if not isinstance(viewer, Account):
        return None
    return ItemEditor(viewer.id, standing.may_everywhere(Right.EDIT_TASKS))


@endpoint("List the action items of a meeting", tag="action-items", refusals=READS)
async def room_items(request: web.Request, slug: str) -> RoomTaskList:
    """Return the items of the minutes and those made by hand, with what the reader may do."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        found = await action_item_rows.items_in(standing.room.id)
        carried = await action_item_rows.carried_into(standing.room.id)
        await record("room_access", "minutes.read", standing.room.id, lasting=False)
    editor = editor_of(request, standing)
    return RoomTaskList(
        action_items=[view(each, editor) for each in found],
        carried=[TaskView.model_validate(each) for each in carried],
        may_add=editor is not None and editor.moderates and standing.room.is_over,
        may_comment=editor is not None,
    )


@endpoint("Read an action item", tag="action-items", refusals=(*READS, ActionItemNotFound))
async def show(request: web.Request, slug: str, item_id: UUID) -> RoomTask:
    """Return an item with its comments and its history."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        item = await action_item_rows.item_in(standing.room.id, item_id)
        comments = await action_item_comments.comments_on(standing.room.id, item_id)
        edits = await history_of(standing.room.id, item_id)
    editor = editor_of(request, standing)
    return RoomTask(
        action_item=view(item, editor),
        comments=[_comment(each, editor) for each in comments],
        edits=[ItemEditView.model_validate(each) for each in edits],
    )


@endpoint(
    "Add an action item",
    tag="action-items",
    status=201,
    refusals=(Unauthenticated, RoomNotFound, Forbidden, Conflict),
)
async def add(request: web.Request, slug: str, body: NewTask) -> RoomTaskView:
    """Add one by hand, as host or co-host, after the meeting; rewritten minutes keep it."""
    standing, editor = await _editing(request, slug)
    new = NewItem(**body.model_dump(exclude={"id", "tags"}), tags=tuple(body.tags))
    item = await action_item_changes.create_item(standing.room.id, editor, new, body.id or uuid4())
    await _announce(request, standing, item.id, "create")
    return view(item, editor)


@endpoint("Change an action item", tag="action-items", refusals=(*WRITES, ActionItemChanged, IllegalStep))
async def change(request: web.Request, slug: str, item_id: UUID, body: TaskChange) -> ChangedTask:
    """Set the fields that are sent: as host or co-host any, as its assignee the status."""
    standing, editor = await _editing(request, slug)
    asked = Request(standing.room.id, editor, item_id, body.revision, body.id or uuid4())
    item = await action_item_changes.change_item(asked, _values(body))
    await _announce(request, standing, item_id, "change")
    return ChangedTask(edit_id=asked.edit_id, action_item=view(item, editor))


@endpoint("Delete an action item", tag="action-items", refusals=(*WRITES, ActionItemChanged))
async def remove(request: web.Request, slug: str, item_id: UUID, query: Deletion) -> ChangedTask:
    """Delete an item, as host or co-host; an undo brings it back, rewritten minutes do not."""
    standing, editor = await _editing(request, slug)
    asked = Request(standing.room.id, editor, item_id, query.revision, query.id or uuid4())
    await action_item_changes.delete_item(asked)
    await _announce(request, standing, item_id, "delete")
    return ChangedTask(edit_id=asked.edit_id, action_item=None)


@endpoint(
    "Undo a change of an action item",
    tag="action-items",
    refusals=(*WRITES, ItemEditNotFound, ActionItemChanged),
)
async def undo_change(request: web.Request, slug: str, item_id: UUID, body: Undoing) -> ChangedTask:
    """Restore what a change replaced, unless it was changed again after that. An undo can be undone."""
    standing, editor = await _editing(request, slug)
    new_id = body.id or uuid4()
    item = await action_item_changes.undo_edit(standing.room.id, editor, item_id, body.edit_id, new_id)
    await _announce(request, standing, item_id, "undo")
    shown = view(item, editor) if item.deleted_at is None else None
    return ChangedTask(edit_id=new_id, action_item=shown)


@endpoint(
    "Comment on an action item",
    tag="action-items",
    status=201,
    refusals=(*WRITES, Conflict),
)
async def comment(request: web.Request, slug: str, item_id: UUID, body: NewComment) -> CommentView:
    """Write about an item, as anybody with an account who may read the minutes."""
    standing, editor = await _editing(request, slug)
    made = await action_item_comments.add_comment(
        standing.room.id, item_id, editor.user_id, body.text, body.id or uuid4()
    )
    await _announce(request, standing, item_id, "comment")
    return _comment(made, editor)


@endpoint("Delete a comment", tag="action-items", refusals=(*WRITES, CommentNotFound))
async def uncomment(request: web.Request, slug: str, item_id: UUID, comment_id: UUID) -> None:
    """Delete one's own comment, or any as host or co-host."""
    standing, _ = await _editing(request, slug)
    await action_item_comments.delete_comment(standing.room.id, item_id, comment_id)
    await _announce(request, standing, item_id, "uncomment")


async def _editing(request: web.Request, slug: str) -> tuple[Standing, ItemEditor]:
    """Return the room and who acts in it; raises Unauthenticated, RoomNotFound, Forbidden."""
    standing = await room_for(request[VIEWER], slug, Right.READ)
    require_account(request)
    editor = editor_of(request, standing)
    assert editor is not None  # noqa: S101  somebody with an account
    return standing, editor


def view(item: ActionItem, editor: ItemEditor | None) -> RoomTaskView:
    """Return the item with what the reader may do to it."""
    may = {
        "may_edit": editor is not None and editor.moderates,
        "may_set_status": editor is not None and editor.may_set_status(item),
    }
    return RoomTaskView.model_validate({**TaskView.model_validate(item).model_dump(), **may})


def _comment(made: action_item_comments.Comment, editor: ItemEditor | None) -> CommentView:
    may = editor is not None and (editor.moderates or made.user_id == editor.user_id)
    return CommentView(id=made.id, by=made.by, text=made.text, created_at=made.created_at, may_delete=may)


def _values(body: TaskChange) -> dict[str, Any]:
    values = body.model_dump(exclude_unset=True, exclude={"revision", "id"})
    return {name: tuple(value) if name == "tags" else value for name, value in values.items()}


async def _announce(request: web.Request, standing: Standing, item_id: UUID, kind: str) -> None:
    """Tell other open pages."""
    room = standing.room
    log.info("action_item_changed", room_id=str(room.id), item_id=str(item_id), kind=kind)
    await request.app[CHANGE_BUS].publish(ChangeEvent("action_items", room.id))
