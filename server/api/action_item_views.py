"""Action items as the API shows them."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

from server.api.fields import View
from server.meeting import action_item_edits, action_item_rows


class TaskView(View):
    """An action item, and the meeting it comes from.

    `revision` is what a change takes; `is_overdue`: open, and due before today where the meeting was held.
    """

    id: UUID
    title: str
    description: str
    type: action_item_rows.ItemType
    priority: action_item_rows.Priority
    status: action_item_rows.ActionStatus
    due_date: date | None
    is_overdue: bool
    completed_at: AwareDatetime | None
    tags: list[str]
    assignee: str | None
    """A name: of a participant, or as it was said."""
    participant_id: UUID | None
    evidence: list[UUID]
    """The segments it rests on; none for an item made by hand."""
    origin: action_item_rows.Origin
    edited: bool
    """By a person, or made by one: rewritten minutes leave it as it is."""
    revision: int
    comments: int
    slug: str
    meeting: str


class RoomTaskView(TaskView):
    """An action item with what the reader may do to it."""

    may_edit: bool
    may_set_status: bool


class RoomTaskList(View):
    """A meeting's items, and those still open from earlier meetings of its series."""

    action_items: list[RoomTaskView]
    carried: list[TaskView]
    may_add: bool
    may_comment: bool


class CommentView(View):
    """A comment, as typed; escape it before displaying it. `by`: who wrote it; null if they are gone."""

    id: UUID
    by: str | None
    text: str
    created_at: AwareDatetime
    may_delete: bool


class ItemEditView(View):
    """One change: the fields that changed, before and after it. `by` is null where new minutes made it."""

    id: UUID
    kind: action_item_edits.EditKind
    revision: int
    before: dict[str, Any]
    after: dict[str, Any]
    undoes: UUID | None
    created_at: AwareDatetime
    by: str | None
    is_undone: bool


class RoomTask(View):
    """One item with its comments, the oldest first, and its changes, the newest first."""

    action_item: RoomTaskView
    comments: list[CommentView]
    edits: list[ItemEditView]


class ChangedTask(View):
    """The item after a change; null if it was deleted. `edit_id` is what an undo takes."""

    edit_id: UUID
    action_item: RoomTaskView | None
