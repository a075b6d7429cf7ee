"""Action items across rewritten minutes: who they are stays, and what people made of them."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.errors import Forbidden, IllegalStep, Invalid
from server.meeting.action_item_changes import (
    NewItem,
    Request,
    change_item,
    create_item,
    delete_item,
    undo_edit,
)
from server.meeting.action_item_comments import add_comment
from server.meeting.action_item_edits import ItemEditor, history_of
from server.meeting.action_item_errors import ActionItemChanged, ActionItemNotFound
from server.meeting.action_item_rows import ActionItem, item_in, items_in
from server.meeting.db import execute
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Minutes, save_minutes
from tests.conftest import Meeting

ONE, TWO, THREE = uuid4(), uuid4(), uuid4()


async def write(meeting: Meeting, *actions: Action) -> list[ActionItem]:
    """Save minutes with these tasks."""
    await save_minutes(meeting.room.id, Minutes("ready", "extractive", actions=list(actions)))
    return await items_in(meeting.room.id)


@pytest.fixture
def budget(meeting: Meeting) -> Action:
    """Bob's task."""
    return Action("I'll send the budget to Carol", "", "Bob", meeting.bob.id, evidence=(ONE,))


@pytest.fixture
async def item(meeting: Meeting, budget: Action) -> ActionItem:
    """It, in the minutes of the ended meeting."""
    await end_room(meeting.room.id, "host")
    return (await write(meeting, budget))[0]


@pytest.fixture
def host(meeting: Meeting) -> ItemEditor:
    """Alice."""
    assert meeting.alice.user_id is not None
    return ItemEditor(meeting.alice.user_id, moderates=True)


@pytest.fixture
def owner(meeting: Meeting) -> ItemEditor:
    """Bob, whose task it is."""
    assert meeting.bob.user_id is not None
    return ItemEditor(meeting.bob.user_id, moderates=False)


async def edit(item: ActionItem, editor: ItemEditor, **values: Any) -> ActionItem:
    """Change it as of the revision given."""
    return await change_item(Request(item.room_id, editor, item.id, item.revision, uuid4()), values)


async def test_other_words(meeting: Meeting, item: ActionItem, budget: Action) -> None:
    """A task in other words keeps its id, takes the new ones, and its history says that minutes did it."""
    (after,) = await write(meeting, replace(budget, title="Send the budget to Carol", priority="high"))
    assert (after.id, after.title, after.priority) == (item.id, "Send the budget to Carol", "high")
    (rewrite,) = await history_of(item.room_id, item.id)
    assert (rewrite.kind, rewrite.by, rewrite.after["priority"]) == ("rewrite", None, "high")


async def test_unchanged(meeting: Meeting, item: ActionItem, budget: Action) -> None:
    """The same again changes nothing, not even the revision."""
    (after,) = await write(meeting, budget)
    assert (after.revision, await history_of(item.room_id, item.id)) == (item.revision, [])


async def test_edited(meeting: Meeting, item: ActionItem, budget: Action, host: ItemEditor) -> None:
    """What a person edited is found by the words it had before, and stays as they left it."""
    edited = await edit(item, host, title="Mail the numbers", due_date=date(2026, 12, 4), tags=("money",))
    (after,) = await write(meeting, replace(budget, title="Send Carol the budget"))
    assert replace(after, updated_at=edited.updated_at) == edited


async def test_completed(meeting: Meeting, item: ActionItem, budget: Action, owner: ItemEditor) -> None:
    """So does what its owner completed."""
    await edit(item, owner, status="done")
    (after,) = await write(meeting, replace(budget, title="Send the budget to Carol"))
    assert (after.status, after.completed_at is not None, after.title) == ("done", True, budget.title)


async def test_gone(meeting: Meeting, item: ActionItem) -> None:
    """What new minutes no longer have, and nobody touched, goes."""
    other = Action("Book the big room", assignee="Alice", evidence=(TWO,))
    assert [each.title for each in await write(meeting, other)] == [other.title]


async def test_touched_stays(meeting: Meeting, item: ActionItem, host: ItemEditor) -> None:
    """What somebody made, edited or wrote about stays, after what the minutes have."""
    made = await create_item(item.room_id, host, NewItem("Buy cake"), uuid4())
    await add_comment(item.room_id, item.id, host.user_id, "When?", uuid4())
    found = await write(meeting, Action("Book the big room", assignee="Alice", evidence=(TWO,)))
    assert [each.title for each in found] == ["Book the big room", item.title, made.title]


async def test_deleted_stays_away(
    meeting: Meeting, item: ActionItem, budget: Action, host: ItemEditor
) -> None:
    """What a person deleted is not written again, and its undo brings it back."""
    delete = uuid4()
    await delete_item(Request(item.room_id, host, item.id, item.revision, delete))
    assert await write(meeting, replace(budget, title="Send the budget to Carol")) == []
    with pytest.raises(ActionItemNotFound):
        await item_in(item.room_id, item.id)
    await undo_edit(item.room_id, host, item.id, delete, uuid4())
    assert [each.id for each in await items_in(item.room_id)] == [item.id]


async def test_told(item: ActionItem, host: ItemEditor, owner: ItemEditor) -> None:
    """Who changes what somebody else changed meanwhile is told what, and by whom."""
    await edit(item, owner, status="done")
    with pytest.raises(ActionItemChanged) as caught:
        await edit(item, host, title="Mail the numbers")
    assert (caught.value.current_item["status"], caught.value.current_item["by"]) == ("done", "Bob")


async def test_sent_again(item: ActionItem, host: ItemEditor) -> None:
    """A change whose answer was lost is made once."""
    asked = Request(item.room_id, host, item.id, item.revision, uuid4())
    first = await change_item(asked, {"title": "Mail the numbers"})
    assert await change_item(asked, {"title": "Mail the numbers"}) == first


async def test_undone(item: ActionItem, host: ItemEditor) -> None:
    """An undo restores everything the change replaced, and can be undone itself."""
    done = await edit(item, host, title="Mail the numbers", priority="high", participant_id=None)
    change, back = (await history_of(item.room_id, item.id))[0].id, uuid4()
    undone = await undo_edit(item.room_id, host, item.id, change, back)
    assert (undone.title, undone.priority, undone.assigned_to) == (item.title, "medium", item.assigned_to)
    assert [each.is_undone for each in await history_of(item.room_id, item.id)] == [False, True]
    again = await undo_edit(item.room_id, host, item.id, back, uuid4())
    assert (again.title, again.assignee) == (done.title, None)


async def test_not_undone_over_others(item: ActionItem, host: ItemEditor) -> None:
    """What was changed again after that is not undone."""
    first = await edit(item, host, title="Mail the numbers")
    change = (await history_of(item.room_id, item.id))[0].id
    await edit(first, host, title="Mail all the numbers")
    with pytest.raises(ActionItemChanged):
        await undo_edit(item.room_id, host, item.id, change, uuid4())


async def test_owner_only_status(item: ActionItem, owner: ItemEditor) -> None:
    """The owner says how far it is, and changes nothing else."""
    assert (await edit(item, owner, status="in_progress")).status == "in_progress"
    with pytest.raises(Forbidden):
        await edit(item, owner, title="Something easier")


async def test_steps(item: ActionItem, host: ItemEditor) -> None:
    """A cancelled item is not completed before it is reopened."""
    cancelled = await edit(item, host, status="cancelled")
    with pytest.raises(IllegalStep):
        await edit(cancelled, host, status="done")


async def test_only_who_was_there(item: ActionItem, host: ItemEditor) -> None:
    """A task is given to nobody who was not in the meeting, and to a guest by name."""
    with pytest.raises(Invalid):
        await edit(item, host, participant_id=uuid4())


async def test_guest(meeting: Meeting, item: ActionItem, host: ItemEditor) -> None:
    """A guest has a task by name; it is on nobody's list."""
    given = await edit(item, host, participant_id=meeting.gus.id)
    assert (given.assignee, given.assigned_to) == ("Gus", None)


async def test_removed_people(meeting: Meeting, item: ActionItem, host: ItemEditor) -> None:
    """Nor to somebody the host removed."""
    await execute("UPDATE participants SET status = 'removed' WHERE id = $1", meeting.gus.id)
    with pytest.raises(Invalid):
        await edit(item, host, participant_id=meeting.gus.id)


async def test_made_once(item: ActionItem, host: ItemEditor) -> None:
    """An item sent twice is made once."""
    made: set[UUID] = set()
    for _ in range(2):
        made.add((await create_item(item.room_id, host, NewItem("Buy cake"), THREE)).id)
    assert len(await items_in(item.room_id)) == len(made | {item.id})
