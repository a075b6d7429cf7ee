"""A meeting ends once, and what has to follow follows in the same transaction."""

import asyncio
from datetime import timedelta

from server.meeting.db import fetch, fetch_one
from server.meeting.lifecycle import EndCause, end_room
from server.meeting.participants import participants_of
from server.meeting.rooms import Room, cancel_room, room
from server.meeting.transcripts import transcript_of
from tests.conftest import TEN, Meeting

HALF_PAST = TEN + timedelta(minutes=30)


async def jobs() -> int:
    """How many minutes are asked for."""
    row = await fetch_one("SELECT count(*) AS n FROM pgqueuer WHERE entrypoint = 'minutes'")
    assert row is not None
    return int(row["n"])


async def test_three_causes_at_once(meeting: Meeting) -> None:
    """Of all who say at once that the meeting is over, one ends it and one job is queued."""
    causes: tuple[EndCause, ...] = ("host", "webhook", "sweeper", "agent", "left")
    ended = await asyncio.gather(*(end_room(meeting.room.id, cause, HALF_PAST) for cause in causes))
    assert sorted(ended) == [False, False, False, False, True]
    assert await jobs() == 1


async def test_times(meeting: Meeting) -> None:
    """The room knows when it ended and how long it was, in seconds."""
    await end_room(meeting.room.id, "host", HALF_PAST)
    ended = await room(meeting.room.id)
    assert (ended.status, ended.ended_at, ended.duration, ended.current_participants) == (
        "ended",
        HALF_PAST,
        1800,
        0,
    )


async def test_everybody_has_left(meeting: Meeting) -> None:
    """Who was still there left when it ended, and their stays are closed."""
    await end_room(meeting.room.id, "host", HALF_PAST)
    assert {(p.status, p.left_at) for p in await participants_of(meeting.room.id)} == {("left", HALF_PAST)}
    assert not await fetch("SELECT FROM attendance WHERE left_at IS NULL")


async def test_summary_waits(meeting: Meeting) -> None:
    """A transcript and a queued summary are there, though nobody said a word."""
    await end_room(meeting.room.id, "agent", HALF_PAST)
    assert await transcript_of(meeting.room.id) is not None
    row = await fetch_one("SELECT state FROM meeting_summaries WHERE room_id = $1", meeting.room.id)
    assert row is not None
    assert row["state"] == "queued"


async def test_nobody_came(atrium: Room) -> None:
    """A room finished in LiveKit before anybody came stays open; its host can call it off."""
    assert not await end_room(atrium.id, "webhook")
    assert await end_room(atrium.id, "host")
    assert (await room(atrium.id)).status == "cancelled"
    assert await jobs() == 0


async def test_called_off(atrium: Room) -> None:
    """A meeting called off does not end as well."""
    await cancel_room(atrium.id)
    assert not await end_room(atrium.id, "host")
