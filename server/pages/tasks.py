"""Action items on pages: as cards that people act on, and who may be given one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from server.meeting.access import Right, Standing, Viewer
from server.meeting.accounts import Account
from server.meeting.action_item_edits import ItemEditor
from server.meeting.action_item_rows import ActionItem
from server.meeting.participants import Participant
from server.meeting.permissions import When, when


@dataclass(frozen=True, slots=True)
class TaskCard:
    """One action item as a card; the empty one is what scripts copy."""

    id: UUID | None = None
    slug: str = ""
    meeting: str = ""
    title: str = ""
    description: str = ""
    type: str = "task"
    priority: str = "medium"
    status: str = "open"
    due_date: date | None = None
    is_overdue: bool = False
    tags: tuple[str, ...] = ()
    assignee: str | None = None
    evidence: tuple[UUID, ...] = ()
    revision: int = 0
    comments: int = 0
    is_by_hand: bool = False
    may_set_status: bool = False


@dataclass(frozen=True, slots=True)
class TasksView:
    """The action items of a meeting page."""

    items: tuple[TaskCard, ...]
    carried: tuple[TaskCard, ...]
    """Still open from earlier meetings of the series."""
    may_edit: bool
    may_add: bool
    people: tuple[tuple[UUID, str], ...]
    """Who may be given one."""
    blank: TaskCard = TaskCard()


def task_card(item: ActionItem, editor: ItemEditor | None) -> TaskCard:
    """Return an item as this reader sees it."""
    return TaskCard(
        id=item.id,
        slug=item.slug,
        meeting=item.meeting,
        title=item.title,
        description=item.description,
        type=item.type,
        priority=item.priority,
        status=item.status,
        due_date=item.due_date,
        is_overdue=item.is_overdue,
        tags=item.tags,
        assignee=item.assignee,
        evidence=item.evidence,
        revision=item.revision,
        comments=item.comments,
        is_by_hand=item.origin == "person",
        may_set_status=editor is not None and editor.may_set_status(item),
    )


def tasks_view(
    viewer: Viewer,
    standing: Standing,
    found: tuple[Sequence[ActionItem], Sequence[ActionItem]],
    people: Sequence[Participant],
    names: Mapping[UUID, str],
) -> TasksView:
    """Describe a meeting's items, and those carried into it, for this reader."""
    items, carried = found
    editor = None
    if isinstance(viewer, Account):
        editor = ItemEditor(viewer.id, standing.may_everywhere(Right.EDIT_TASKS))
    earlier = ItemEditor(editor.user_id, standing.may_everywhere(Right.EARLIER_TASKS)) if editor else None
    may_edit = editor is not None and editor.moderates
    return TasksView(
        items=tuple(task_card(each, editor) for each in items),
        carried=tuple(task_card(each, earlier) for each in carried),
        may_edit=may_edit,
        may_add=may_edit and standing.room.is_over,
        people=tuple((each.id, names[each.id]) for each in people if _may_be_given(each)),
    )


def _may_be_given(person: Participant) -> bool:
    return person.status != "removed" and (
        person.joined_at is not None or when(person.role, Right.READ) is When.YES
    )
