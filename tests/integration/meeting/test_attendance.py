"""Stays: whatever the order of the reports, the books say who was there and how long."""

from datetime import timedelta
from itertools import permutations

import pytest

from server.meeting.accounts import Account
from server.meeting.db import fetch, fetch_one
from server.meeting.external_rooms import external_room
from server.meeting.lifecycle import end_room
from server.meeting.participants import admit, participant, participant_by_identity
from server.meeting.presence import record_arrival, record_departure
from server.meeting.rooms import Room, room
from tests.conftest import TEN, Meeting

LATER = TEN + timedelta(seconds=90)


async def test_same_second(atrium: Room, bob: Account) -> None:
    """Who joins and leaves in the same second was there."""
    place, _ = await admit(atrium, bob, "Bob")
    await record_arrival(atrium.id, place.identity, "Bob", TEN, sid="PA_1")
    left = await record_departure(atrium.id, place.identity, TEN, sid="PA_1")
    assert left is not None
    assert (left.status, left.joined_at, left.left_at) == ("left", TEN, TEN)


async def test_departed_before_arrived(atrium: Room, bob: Account) -> None:
    """A departure reported before its arrival leaves the same books as the other way round."""
    place, _ = await admit(atrium, bob, "Bob")
    await record_departure(atrium.id, place.identity, LATER, sid="PA_1")
    now = await record_arrival(atrium.id, place.identity, "Bob", TEN, sid="PA_1")
    assert (now.status, now.joined_at, now.left_at) == ("left", TEN, LATER)


async def test_reported_twice(atrium: Room, bob: Account) -> None:
    """An arrival reported by the webhook and by the agent is one stay."""
    place, _ = await admit(atrium, bob, "Bob")
    await record_arrival(atrium.id, place.identity, "Bob", TEN, sid="PA_1")
    await record_arrival(atrium.id, place.identity, "Bob", TEN)
    assert len(await fetch("SELECT FROM attendance")) == 1


REPORTS = ("first in", "first out", "second in")


@pytest.mark.parametrize("order", list(permutations(REPORTS)), ids=", ".join)
async def test_reload(order: tuple[str, ...], atrium: Room, bob: Account) -> None:
    """After a reload in one second the person is there, in whatever order LiveKit says so."""
    place, _ = await admit(atrium, bob, "Bob")
    for report in order:
        sid = f"PA_{report.split()[0]}"
        if report.endswith("in"):
            await record_arrival(atrium.id, place.identity, "Bob", TEN, sid=sid)
        else:
            await record_departure(atrium.id, place.identity, TEN, sid=sid)
    assert (await participant(atrium.id, place.id)).status == "joined"
    assert (await room(atrium.id)).current_participants == 1


async def test_two_stays(atrium: Room, bob: Account) -> None:
    """The duration is the sum of the stays, not the span from first to last."""
    place, _ = await admit(atrium, bob, "Bob")
    for minute in (0, 10):
        start = TEN + timedelta(minutes=minute)
        await record_arrival(atrium.id, place.identity, "Bob", start, sid=f"PA_{minute}")
        await record_departure(atrium.id, place.identity, start + timedelta(minutes=3), sid=f"PA_{minute}")
    row = await fetch_one("SELECT duration FROM participants WHERE id = $1", place.id)
    assert row is not None
    assert row["duration"] == 360


async def test_reported_as_it_happens(atrium: Room, bob: Account) -> None:
    """How long ago somebody came and went is counted from the database's clock."""
    place, _ = await admit(atrium, bob, "Bob")
    await record_arrival(atrium.id, place.identity, "Bob", timedelta(seconds=30), sid="PA_1")
    left = await record_departure(atrium.id, place.identity, timedelta(seconds=10), sid="PA_1")
    row = await fetch_one("SELECT clock_timestamp() AS now")
    assert row is not None
    assert left is not None
    assert left.joined_at is not None
    assert left.left_at is not None
    assert timedelta(seconds=30) <= row["now"] - left.joined_at < timedelta(seconds=60)
    assert timedelta(seconds=10) <= row["now"] - left.left_at < timedelta(seconds=40)


async def test_from_the_future(atrium: Room, bob: Account) -> None:
    """An arrival that another machine places in the future is now: the meeting's clock runs at once."""
    place, _ = await admit(atrium, bob, "Bob")
    row = await fetch_one("SELECT clock_timestamp() AS now")
    assert row is not None
    await record_arrival(atrium.id, place.identity, "Bob", row["now"] + timedelta(days=2), sid="PA_1")
    started_at = (await room(atrium.id)).started_at
    assert started_at is not None
    assert started_at - row["now"] < timedelta(minutes=1)


async def test_stranger_departs(atrium: Room) -> None:
    """The departure of somebody never expected is nothing."""
    assert await record_departure(atrium.id, "nobody", TEN) is None


async def test_first_arrival_begins_the_meeting(atrium: Room, bob: Account) -> None:
    """The meeting's clock starts with the first who arrives, and stays."""
    place, _ = await admit(atrium, bob, "Bob")
    await record_arrival(atrium.id, place.identity, "Bob", TEN)
    await record_arrival(atrium.id, place.identity, "Bob", LATER)
    begun = await room(atrium.id)
    assert (begun.status, begun.started_at) == ("live", TEN)


async def test_after_the_end(meeting: Meeting, bob: Account) -> None:
    """An arrival reported when the meeting is over opens no stay that nobody would close."""
    await end_room(meeting.room.id, "host", LATER)
    late = await record_arrival(meeting.room.id, meeting.bob.identity, "Bob", LATER, sid="PA_late")
    assert (late.status, late.left_at) == ("left", LATER)
    assert (await room(meeting.room.id)).current_participants == 0


async def test_external(admin: Account) -> None:
    """In another application's room people get a row by their identity and are called by their name."""
    theirs = await external_room("their-room", "RM_1")
    await record_arrival(theirs.id, "user-7", "Grace", TEN, sid="PA_1")
    found = await participant_by_identity(theirs.id, "user-7")
    assert found is not None
    assert (found.display_name, found.status, found.user_id) == ("Grace", "joined", None)


async def test_external_name(admin: Account) -> None:
    """A name too long, empty or of control characters is cut, replaced or cleaned, not an error."""
    theirs = await external_room("their-room", "RM_1")
    names = {"long": "x" * 10_000, "empty": "  ", "control": "Gr\x00a\x07ce\u202e"}
    shown = [(await record_arrival(theirs.id, key, name, TEN)).display_name for key, name in names.items()]
    assert shown == ["x" * 120, "empty", "Grace"]
