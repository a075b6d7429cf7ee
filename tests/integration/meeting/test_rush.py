"""Everything at once: people come, go, speak and write while the meeting ends."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from server.errors import IllegalStep, RoomEnded
from server.meeting.chat import say
from server.meeting.db import fetch, fetch_one
from server.meeting.lifecycle import end_room
from server.meeting.participants import admit
from server.meeting.presence import arrived, departed
from server.meeting.rooms import room
from server.meeting.transcripts import close_transcript, finish_segment, open_segment, open_transcript
from tests.conftest import TEN, Meeting

PEOPLE = 15
TOO_LATE = (RoomEnded, IllegalStep)
"""What one may be told who is overtaken by the end."""


async def come_and_go(meeting: Meeting, n: int) -> None:
    """A guest's whole stay."""
    place, _ = await admit(meeting.room, None, f"Guest {n}")
    await arrived(meeting.room.id, place.identity, place.display_name, TEN, sid=f"PA_{n}")
    await say(place, "hello")
    await departed(meeting.room.id, place.identity, TEN + timedelta(minutes=1), sid=f"PA_{n}")


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
