"""Seats: who gets one, when it is free again, and that there are never too many taken."""

import asyncio

import pytest

from server.errors import Forbidden, ParticipantNotFound
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch_one
from server.meeting.entry_errors import Removed, RoomEnded, RoomFull
from server.meeting.guests import guest_of
from server.meeting.lifecycle import end_room
from server.meeting.moderation import remove, set_muted, set_role
from server.meeting.participants import Participant, admit, participant
from server.meeting.presence import record_arrival, record_departure
from server.meeting.rooms import NewRoom, Room, create_room, room
from tests.conftest import TEN, Meeting


async def room_for_ten(host: Account) -> Room:
    """Ten seats."""
    return await create_room(host, NewRoom(name="Small", max_participants=10))


async def test_sixty_at_ten_seats(alice: Account) -> None:
    """Of sixty who come at once, ten are admitted and fifty are told that it is full."""
    small = await room_for_ten(alice)
    results = await asyncio.gather(*(admit(small, None, f"G{n}") for n in range(60)), return_exceptions=True)
    assert sum(isinstance(result, tuple) for result in results) == 10
    assert sum(isinstance(result, RoomFull) for result in results) == 50
    assert (await room(small.id)).current_participants == 10


async def test_seat_is_free_again(alice: Account) -> None:
    """Who leaves frees a seat; who comes back finds it taken, until somebody leaves."""
    small = await create_room(alice, NewRoom(name="Tiny", max_participants=1))
    first, token = await admit(small, None, "First")
    await record_arrival(small.id, first.identity, "First", TEN)
    await record_departure(small.id, first.identity, TEN)
    await admit(small, None, "Second")
    with pytest.raises(RoomFull):
        await admit(small, await guest_of(token or ""), "First")


async def test_never_arrived(alice: Account) -> None:
    """Who was admitted and did not come in as long as the token lasts loses the seat."""
    small = await create_room(alice, NewRoom(name="Tiny", max_participants=1))
    await admit(small, None, "Ghost")
    await execute("UPDATE participants SET admitted_at = now() - interval '16 minutes'")
    await admit(small, None, "Real")
    assert (await room(small.id)).current_participants == 1


async def test_two_tabs(atrium: Room, bob: Account) -> None:
    """The same person in two tabs is one participant on one seat."""
    places = await asyncio.gather(*(admit(atrium, bob, "Bob") for _ in range(5)))
    assert len({place.id for place, _ in places}) == 1
    assert (await room(atrium.id)).current_participants == 1


async def test_roles(meeting: Meeting) -> None:
    """The room's host is host, people with an account participate, who has none is a guest."""
    assert (meeting.alice.role, meeting.bob.role, meeting.gus.role) == ("host", "participant", "guest")


async def test_identity(meeting: Meeting) -> None:
    """LiveKit knows people of ours by their participant id."""
    assert meeting.bob.identity == str(meeting.bob.id)


async def test_guest_returns(meeting: Meeting) -> None:
    """A guest with the cookie gets the old place under the new name, and no second token."""
    place, token = await admit(meeting.room, meeting.guest, "Gustav")
    assert (place.id, place.display_name, token) == (meeting.gus.id, "Gustav", None)


async def test_guest_of_another_room(meeting: Meeting, bob: Account) -> None:
    """A cookie of one meeting is nothing in another: a new guest with a new token."""
    other = await create_room(bob, NewRoom(name="Other"))
    place, _ = await admit(other, meeting.guest, "Gus")
    assert place.id != meeting.gus.id


async def test_consent_is_kept(meeting: Meeting) -> None:
    """Each of the three agreed once to be transcribed."""
    row = await fetch_one("SELECT count(*) AS n, count(DISTINCT participant_id) AS people FROM consents")
    assert row is not None
    assert (row["n"], row["people"]) == (3, 3)


async def test_ended(meeting: Meeting, carol: Account) -> None:
    """Nobody is admitted to a meeting that is over."""
    await end_room(meeting.room.id, "host")
    with pytest.raises(RoomEnded):
        await admit(meeting.room, carol, "Carol")


async def test_removed_stays_out(meeting: Meeting, bob: Account) -> None:
    """Who was removed is not admitted again, and a token they still hold does not seat them."""
    await remove(meeting.room.id, meeting.bob.id)
    with pytest.raises(Removed):
        await admit(meeting.room, bob, "Bob")
    assert (await record_arrival(meeting.room.id, meeting.bob.identity, "Bob", TEN)).status == "removed"
    assert (await room(meeting.room.id)).current_participants == 2


async def test_host_is_not_removed(meeting: Meeting) -> None:
    """The host cannot be put out of their own meeting."""
    with pytest.raises(Forbidden):
        await remove(meeting.room.id, meeting.alice.id)


async def test_cohost(meeting: Meeting) -> None:
    """Somebody with an account can be co-host and participant again."""
    assert (await set_role(meeting.room.id, meeting.bob.id, "cohost")).role == "cohost"
    assert (await set_role(meeting.room.id, meeting.bob.id, "participant")).role == "participant"


async def test_guest_is_no_cohost(meeting: Meeting) -> None:
    """A guest cannot be given rights over others, nor the host be demoted."""
    for who in (meeting.gus, meeting.alice):
        with pytest.raises(Forbidden):
            await set_role(meeting.room.id, who.id, "cohost")


async def test_muted(meeting: Meeting) -> None:
    """What the microphone is now is kept."""
    muted: Participant = await set_muted(meeting.room.id, meeting.bob.id, True)
    assert muted.is_muted


async def test_participant_of_another_room(meeting: Meeting, bob: Account) -> None:
    """A participant is found only in their own room."""
    other = await create_room(bob, NewRoom(name="Other"))
    with pytest.raises(ParticipantNotFound):
        await participant(other.id, meeting.bob.id)


async def test_guest_is_forgotten_after_a_day(meeting: Meeting) -> None:
    """A guest's token is worth no more than their cookie lasts, whoever has kept it."""
    assert await guest_of(meeting.guest_token) == meeting.guest
    await execute("UPDATE participants SET created_at = now() - interval '25 hours'")
    assert await guest_of(meeting.guest_token) is None
