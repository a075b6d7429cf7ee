"""The door as the database holds it, whatever the web process asks: second lock, straight in SQL."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import pytest

from server.meeting.accounts import Account
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.db import execute, fetch
from server.meeting.moderation import let_in, remove
from server.meeting.participants import Participant, admit
from server.meeting.rooms import update_room
from tests.conftest import Meeting

SEAT = """
INSERT INTO participants (room_id, user_id, display_name, identity, status, admitted_at)
SELECT id, app_user(), 'Carol', 'carol', 'admitted', now() FROM rooms WHERE slug = 'atrium'
"""
AGAIN = "UPDATE participants SET status = 'admitted', admitted_at = now() WHERE id = $1"


@contextmanager
def as_account(account: Account) -> Iterator[None]:
    """Act as somebody signed in who knows the link."""
    with acting_as(Actor(WEB, user_id=account.id, slug="atrium")):
        yield


@contextmanager
def as_guest(place: Participant) -> Iterator[None]:
    """Act as a guest who knows the link."""
    with acting_as(Actor(WEB, participant_id=place.id, slug="atrium")):
        yield


async def test_newcomer_after_a_removal(meeting: Meeting, carol: Account) -> None:
    """Nobody new takes a seat by themselves where somebody was removed."""
    await remove(meeting.room.id, meeting.bob.id)
    with as_account(carol), pytest.raises(asyncpg.PostgresError, match="lets newcomers in"):
        await execute(SEAT)


async def test_seat_from_before_a_removal(meeting: Meeting, carol: Account) -> None:
    """Nor again who has held one since before, and never was inside; back to the door they may go."""
    with as_account(carol):
        place, _ = await admit(meeting.room, carol, "Carol")
    await remove(meeting.room.id, meeting.bob.id)
    with as_account(carol):
        with pytest.raises(asyncpg.PostgresError, match="lets newcomers in"):
            await execute(AGAIN, place.id)
        assert (await admit(meeting.room, carol, "Carol"))[0].status == "waiting"
        for change in ("role = 'cohost'", "joined_at = now()", "status = 'joined'"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await execute(f"UPDATE participants SET {change} WHERE id = $1", place.id)  # noqa: S608


@pytest.mark.parametrize("also", ["role = 'cohost'", "joined_at = now()", "left_at = now()"])
async def test_back_to_the_door(meeting: Meeting, carol: Account, also: str) -> None:
    """Who gives their seat up to wait says nothing else of it that is the host's to say."""
    with as_account(carol):
        place, _ = await admit(meeting.room, carol, "Carol")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await execute(f"UPDATE participants SET status = 'waiting', {also} WHERE id = $1", place.id)  # noqa: S608


async def test_seat_of_who_was_inside(meeting: Meeting, bob: Account) -> None:
    """Who was inside takes a seat again, whoever was removed."""
    await remove(meeting.room.id, meeting.gus.id)
    await execute("UPDATE participants SET status = 'left' WHERE id = $1", meeting.bob.id)
    with as_account(bob):
        assert await execute(AGAIN, meeting.bob.id) == 1


@pytest.mark.parametrize("status", ["admitted", "invited", "joined"])
async def test_waiting_person_lets_themselves_in(meeting: Meeting, carol: Account, status: str) -> None:
    """Who waits goes on waiting until the host says otherwise."""
    await remove(meeting.room.id, meeting.bob.id)
    with as_account(carol):
        place, _ = await admit(meeting.room, carol, "Carol")
        assert place.status == "waiting"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await execute("UPDATE participants SET status = $2 WHERE id = $1", place.id, status)
    assert (await let_in(meeting.room.id, place.id)).status == "invited"


@pytest.mark.parametrize(
    ("door", "opens"),
    [
        ({}, True),
        ({"lobby": "all"}, False),
        ({"locked": True}, False),
        ({"access": "invited"}, False),
        ({"wait_for_host": True}, False),
    ],
)
async def test_waiting_person_at_an_open_door(
    meeting: Meeting, carol: Account, door: dict[str, object], opens: bool
) -> None:
    """Who waits comes in by themselves where they would not wait now, and nothing else holds them."""
    await update_room(meeting.room.id, settings={"lobby": "all"})
    with as_account(carol):
        place, _ = await admit(meeting.room, carol, "Carol")
    assert place.status == "waiting"
    await update_room(meeting.room.id, settings={"lobby": "off", **door})
    await execute("UPDATE participants SET joined_at = NULL WHERE id = $1", meeting.alice.id)
    with as_account(carol):
        if opens:
            assert await execute(AGAIN, place.id) == 1
        else:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await execute(AGAIN, place.id)


@pytest.mark.parametrize("answer", ["denied_at = now()", "removed_at = now()"])
async def test_whom_a_host_has_kept_out(meeting: Meeting, carol: Account, answer: str) -> None:
    """Nor does an open door let in who was turned away, or removed at a meeting before."""
    await update_room(meeting.room.id, settings={"lobby": "all"})
    with as_account(carol):
        place, _ = await admit(meeting.room, carol, "Carol")
    await execute(f"UPDATE participants SET {answer} WHERE id = $1", place.id)  # noqa: S608
    await update_room(meeting.room.id, settings={"lobby": "off"})
    with as_account(carol), pytest.raises(asyncpg.InsufficientPrivilegeError):
        await execute(AGAIN, place.id)


@pytest.mark.parametrize("change", ["may_speak = true", "is_invited = true"])
async def test_word_of_the_host(meeting: Meeting, bob: Account, change: str) -> None:
    """Nobody says of themselves what is the host's to say."""
    await execute("UPDATE participants SET may_speak = false WHERE id = $1", meeting.bob.id)
    with as_account(bob), pytest.raises(asyncpg.InsufficientPrivilegeError):
        await execute(f"UPDATE participants SET {change} WHERE id = $1", meeting.bob.id)  # noqa: S608


async def test_guest_after_guests_are_off(meeting: Meeting) -> None:
    """A guest's seat is not taken again where guests are not wanted any more."""
    await update_room(meeting.room.id, settings={"guests": False})
    with as_guest(meeting.gus), pytest.raises(asyncpg.InsufficientPrivilegeError):
        await execute(AGAIN, meeting.gus.id)


async def test_link_closed(meeting: Meeting, bob: Account) -> None:
    """Nor anybody's where only who is invited may come."""
    await update_room(meeting.room.id, settings={"access": "invited"})
    with as_account(bob), pytest.raises(asyncpg.InsufficientPrivilegeError):
        await execute(AGAIN, meeting.bob.id)


@pytest.mark.parametrize("table", ["chat_messages", "transcript_segments", "attendance"])
async def test_who_is_not_inside_reads_nothing(meeting: Meeting, table: str) -> None:
    """While it goes on, rows are shown to those in it: not to who only has a seat, nor to who has left."""
    await execute(
        "INSERT INTO chat_messages (room_id, participant_id, name, text) VALUES ($1, $2, 'Alice', 'hello')",
        meeting.room.id,
        meeting.alice.id,
    )
    place, _ = await admit(meeting.room, None, "Newcomer")
    with as_guest(place):
        assert await fetch(f"SELECT FROM {table}") == []
        assert len(await fetch("SELECT FROM participants")) == 1
    await execute("UPDATE participants SET status = 'left' WHERE id = $1", meeting.gus.id)
    with as_guest(meeting.gus):
        assert await fetch(f"SELECT FROM {table}") == []
