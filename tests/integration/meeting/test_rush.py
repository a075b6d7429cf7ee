"""Everything at once: people come, go, speak and write while the meeting ends."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from server.errors import IllegalStep
from server.meeting.accounts import Account
from server.meeting.actor import AS_CONNECTED, Actor, acting_as
from server.meeting.chat import say
from server.meeting.db import fetch, fetch_one, open_database
from server.meeting.entry_errors import RoomEnded, RoomFull
from server.meeting.lifecycle import end_room
from server.meeting.participants import Participant, admit
from server.meeting.presence import record_arrival, record_departure
from server.meeting.rooms import NewRoom, Room, create_room, room
from server.meeting.transcripts import close_transcript, finish_segment, open_segment, open_transcript
from tests.conftest import TEN, Meeting

PEOPLE = 15
SEATS, COMERS = 50, 200
LIVEKIT = Actor("media")
TOO_LATE = (RoomEnded, IllegalStep)
"""What one may be told who is overtaken by the end."""


async def come_and_go(meeting: Meeting, n: int) -> None:
    """A guest's whole stay."""
    place, _ = await admit(meeting.room, None, f"Guest {n}")
    await record_arrival(meeting.room.id, place.identity, place.display_name, TEN, sid=f"PA_{n}")
    await say(place, "hello")
    await record_departure(meeting.room.id, place.identity, TEN + timedelta(minutes=1), sid=f"PA_{n}")


async def speak(meeting: Meeting, n: int) -> None:
    """One utterance."""
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    segment = await open_segment(
        transcript.id, participant_id=meeting.bob.id, speaker="Bob", language="en", engine="vosk", start_ms=n
    )
    await finish_segment(segment.id, f"word {n}", [], 0.9, n + 500)


async def end(meeting: Meeting) -> None:
    """The job's way out."""
    await close_transcript(meeting.room.id)
    await end_room(meeting.room.id, "agent")


async def test_nothing_deadlocks_and_the_books_are_right(meeting: Meeting) -> None:
    """Whoever is overtaken by the end is told so by name; nobody stays in a room that is over."""
    rush: list[Coroutine[Any, Any, None]] = []
    for n in range(PEOPLE):
        rush += [come_and_go(meeting, n), speak(meeting, n)]
    rush.insert(len(rush) // 2, end(meeting))
    told = [error for error in await asyncio.gather(*rush, return_exceptions=True) if error is not None]
    assert [error for error in told if not isinstance(error, TOO_LATE)] == []
    over = await room(meeting.room.id)
    assert (over.status, over.current_participants) == ("ended", 0)
    assert not await fetch("SELECT FROM attendance WHERE left_at IS NULL")
    row = await fetch_one("SELECT count(*) AS n, count(DISTINCT seq) AS numbers FROM transcript_segments")
    assert row is not None
    assert row["n"] == row["numbers"]


async def try_the_door(hall: Room, n: int) -> Participant | None:
    """A guest's way in, as the web process goes it: knowing the link, and nobody yet."""
    with acting_as(Actor("web", slug=hall.slug)):
        try:
            place, _ = await admit(hall, None, f"Guest {n}")
        except RoomFull:
            return None
    return place


async def stay(hall: Room, place: Participant, n: int) -> None:
    """Come at ten and stay n + 1 seconds, as LiveKit tells of it."""
    with acting_as(LIVEKIT):
        await record_arrival(hall.id, place.identity, place.display_name, TEN, sid=f"PA_{n}")
        await record_departure(hall.id, place.identity, TEN + timedelta(seconds=n + 1), sid=f"PA_{n}")


async def test_two_hundred_at_the_web_door_of_fifty(alice: Account, database: str) -> None:
    """In the role of the web process exactly fifty get in; counts and times are right at once."""
    hall = await create_room(alice, NewRoom(name="Hall", slug="hall", max_participants=SEATS))
    async with open_database(database, role="web", pool_size=20):
        places = await asyncio.gather(*(try_the_door(hall, n) for n in range(COMERS)))
        seated = [place for place in places if place is not None]
        with acting_as(AS_CONNECTED):
            assert (len(seated), (await room(hall.id)).current_participants) == (SEATS, SEATS)
        await asyncio.gather(*(stay(hall, place, n) for n, place in enumerate(seated)))
    times = {row["id"]: row["duration"] for row in await fetch("SELECT id, duration FROM participants")}
    assert times == {place.id: n + 1 for n, place in enumerate(seated)}
    assert (await room(hall.id)).current_participants == 0
    assert await try_the_door(hall, COMERS) is not None
