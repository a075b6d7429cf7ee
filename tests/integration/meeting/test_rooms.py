"""Rooms: made, found, changed, called off and listed."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from server.errors import IllegalStep
from server.meeting.accounts import Account, register
from server.meeting.actor import acting_also_as
from server.meeting.db import execute
from server.meeting.external_rooms import external_room
from server.meeting.home import OPEN_ROOMS, home
from server.meeting.invitation_answers import enter_by_invitation
from server.meeting.invitation_tokens import invitation_token
from server.meeting.invitations import invitations_of
from server.meeting.lifecycle import end_room, mark_live
from server.meeting.rooms import (
    NewRoom,
    Room,
    RoomSettings,
    cancel_room,
    create_room,
    room,
    room_by_livekit,
    update_room,
)
from tests.conftest import TEN, Meeting


async def test_instant(atrium: Room, alice: Account) -> None:
    """An instant room waits for its first arrival, open to who has the link."""
    assert (atrium.status, atrium.host_id, atrium.host_name) == ("waiting", alice.id, "Alice")
    assert atrium.settings == RoomSettings(access="link", guests=True, language="en")
    assert atrium.livekit_room_name == atrium.livekit_name == f"parley-{atrium.id}"


async def test_slugs_differ(alice: Account) -> None:
    """Every room has its own unguessable link."""
    made = [await create_room(alice, NewRoom(name="Same")) for _ in range(5)]
    assert len({each.slug for each in made}) == 5


async def test_change(atrium: Room) -> None:
    """What is given changes, the rest stays."""
    changed = await update_room(atrium.id, name="Lobby", settings={"guests": False})
    expected = replace(atrium, name="Lobby", settings=RoomSettings(guests=False))
    assert changed == expected


async def test_live_once(atrium: Room) -> None:
    """A meeting begins once; its clock is not set again."""
    assert await mark_live(atrium.id, TEN)
    assert not await mark_live(atrium.id, TEN + timedelta(minutes=1))
    assert (await room(atrium.id)).started_at == TEN


async def test_live_meeting_is_not_called_off(meeting: Meeting) -> None:
    """What has begun can be ended, not cancelled."""
    with pytest.raises(IllegalStep):
        await cancel_room(meeting.room.id)


async def test_found_by_livekit(atrium: Room) -> None:
    """A room of ours is found by its name, whatever its sid."""
    found = await room_by_livekit(atrium.livekit_room_name, "RM_any")
    assert found is not None
    assert found.id == atrium.id


async def test_external_once(database: str) -> None:
    """Reported ten times at once, another application's room is one row."""
    made = await asyncio.gather(*(external_room("theirs", "RM_1") for _ in range(10)))
    assert len({each.id for each in made}) == 1
    assert (made[0].type, made[0].status, made[0].host_id, made[0].livekit_name) == (
        "external",
        "waiting",
        None,
        "theirs",
    )


async def test_external_name_used_again(database: str) -> None:
    """The same name in a new LiveKit session is another meeting."""
    first, second = await external_room("theirs", "RM_1"), await external_room("theirs", "RM_2")
    assert first.id != second.id


async def test_external_name_of_any_kind(database: str) -> None:
    """A LiveKit room may be called what ours may not; it is still kept and still found."""
    made = await external_room("a\nb/" + "x" * 300, "RM_1")
    found = await room_by_livekit("a\nb/" + "x" * 300, "RM_1")
    assert found == made
    assert made.name == "a b/" + "x" * 116


async def test_home(alice: Account, bob: Account, carol: Account, meeting: Meeting) -> None:
    """A meeting one hosts or is in is live; the same, over, is past; strangers see neither."""
    planned = await create_room(
        alice, NewRoom(name="Plan", type="scheduled", scheduled_start_time=TEN), members=[bob.email]
    )
    for person in (alice, bob):
        listed = await home(person)
        assert [r.id for r in listed.live] == [meeting.room.id]
        assert [r.id for r in listed.coming] == [planned.id]
    await end_room(meeting.room.id, "host")
    assert [r.id for r in (await home(bob)).past] == [meeting.room.id]
    empty = await home(carol)
    assert (empty.live, empty.coming, empty.past) == ([], [], [])


async def test_admin_sees_external(admin: Account, alice: Account) -> None:
    """Rooms of other applications belong to nobody: the administrator sees them, others do not."""
    theirs = await external_room("theirs", "RM_1")
    assert [r.id for r in (await home(admin)).coming] == [theirs.id]
    assert not (await home(alice)).coming


async def test_invited_before_having_an_account(alice: Account) -> None:
    """An address named as a member proves nothing by registering: the meeting comes with the invitation."""
    planned = await create_room(
        alice, NewRoom(name="Plan", type="scheduled", scheduled_start_time=TEN), members=["Dora@Example.org"]
    )
    dora = await register("dora@example.org", "Dora", "hash")
    assert (await home(dora)).coming == []
    (invited,) = await invitations_of(planned.id)
    with acting_also_as(user_id=dora.id):
        await enter_by_invitation(invitation_token(invited.id, 0), None)
    assert [r.id for r in (await home(dora)).coming] == [planned.id]


async def test_home_of_who_makes_many(alice: Account, meeting: Meeting) -> None:
    """However many rooms somebody has left open, the list ends, and what runs is in it."""
    await execute(
        """
        INSERT INTO rooms (host_id, name, slug, livekit_room_name, created_at)
        SELECT $1, 'Left open', 'open-' || n, 'parley-' || n, now() - interval '1 day'
        FROM generate_series(1, $2) AS n
        """,
        alice.id,
        OPEN_ROOMS + 1,
    )
    listed = await home(alice)
    assert [r.id for r in listed.live] == [meeting.room.id]
    assert len(listed.coming) == OPEN_ROOMS - 1


async def test_two_hosts_change_settings_at_once(atrium: Room) -> None:
    """Each keeps what they changed: a setting is changed by itself, not with all it was read with."""
    await asyncio.gather(
        update_room(atrium.id, settings={"guests": False}),
        update_room(atrium.id, settings={"access": "invited"}),
        update_room(atrium.id, settings={"language": "de"}),
    )
    found = (await room(atrium.id)).settings
    assert (found.guests, found.access, found.language) == (False, "invited", "de")
