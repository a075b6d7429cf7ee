"""Mentions: who is named after an @ in a comment, or by others in the meeting, is told; nobody else is."""

from dataclasses import replace
from uuid import uuid4

import pytest

from server.meeting.accounts import Account
from server.meeting.action_item_comments import add_comment
from server.meeting.actor import WEB, WORKER, Actor, acting_as
from server.meeting.db import execute, fetch, fetch_one, to_json
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Claim, Minutes, Report, save_minutes
from server.meeting.notifications import notifications_of
from tests.conftest import Meeting


@pytest.fixture
async def ended(meeting: Meeting) -> Meeting:
    """The atrium with its minutes, in which bob has a task."""
    await end_room(meeting.room.id, "host")
    await save_minutes(meeting.room.id, minutes(meeting))
    await execute("DELETE FROM notifications")
    return meeting


def minutes(meeting: Meeting) -> Minutes:
    """Minutes with a task of bob's."""
    return Minutes(state="ready", actions=[Action("Buy umbrellas", "", "Bob", meeting.bob.id)])


async def comment(meeting: Meeting, by: Account, text: str) -> None:
    """Write a comment as the web process does for a person."""
    row = await fetch_one("SELECT id FROM action_items")
    assert row is not None
    with acting_as(Actor(WEB, user_id=by.id)):
        await add_comment(meeting.room.id, row["id"], by.id, text, uuid4())


async def told() -> list[str]:
    """Who is told that they are mentioned."""
    rows = await fetch(
        "SELECT u.name FROM notifications n JOIN users u ON u.id = n.user_id"
        " WHERE n.type = 'mentioned' ORDER BY u.name"
    )
    return [row["name"] for row in rows]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Bob can you?", ["Bob"]),
        ("Ask @bob, and @BOB again.", ["Bob"]),
        ("Bob, can you?", []),
        ("@Bobby is somebody else", []),
        ("@Alice I did", []),
        ("@Carol was not there", []),
        ("@Gus has no account", []),
        ("mail me@Bob", ["Bob"]),
        ("@%", []),
    ],
)
async def test_comment(ended: Meeting, alice: Account, carol: Account, text: str, names: list[str]) -> None:
    """An attendee with an account is told once of a comment; its author, strangers and guests are not."""
    await comment(ended, alice, text)
    assert await told() == names


async def test_where(ended: Meeting, alice: Account, bob: Account) -> None:
    """The notification leads to the task, and does not repeat the comment."""
    await comment(ended, alice, "@Bob it is a secret.")
    (found,) = await notifications_of(bob.id)
    assert (found.title, found.message) == ("Buy umbrellas", "Alice mentioned you in a comment, Atrium")
    assert str(found.action_url).startswith("/m/atrium#task-")
    assert "secret" not in str(found)


async def test_removed(ended: Meeting, alice: Account) -> None:
    """Who was removed is not told."""
    await execute("UPDATE participants SET status = 'removed' WHERE id = $1", ended.bob.id)
    await comment(ended, alice, "@Bob hello")
    assert await told() == []


async def test_named_in_the_meeting(ended: Meeting, bob: Account) -> None:
    """Whom others named is told once by mail if they chose so, also when the minutes are written again."""
    chosen = {
        "mentioned": {"in_app": True, "email": True},
        "minutes_ready": {"in_app": False, "email": False},
    }
    await execute("UPDATE users SET notification_preferences = $2 WHERE id = $1", bob.id, to_json(chosen))
    named = Report(ended.bob.id, 1, 100.0, "Bob spoke.", mentions=[Claim("Ask Bob.", ())])
    for _ in range(2):
        with acting_as(Actor(WORKER, service="minutes", room_id=ended.room.id)):
            await save_minutes(ended.room.id, replace(minutes(ended), reports=[named]))
    found = [each for each in await notifications_of(bob.id) if each.type == "mentioned"]
    assert [(each.title, each.message) for each in found] == [("Atrium", "Others named you in this meeting.")]
    row = await fetch_one(
        "SELECT count(*) AS mails FROM mail_outbox o JOIN notifications n ON n.id = o.notification_id"
        " WHERE n.type = 'mentioned'"
    )
    assert row is not None
    assert row["mails"] == 1
