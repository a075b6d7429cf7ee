"""The transcriber's process dies in the middle of a sentence; the meeting goes on."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest
from livekit import rtc

from server.demo.demo_participant import joined, transcriber
from tests.system.running_stack import RunningStack
from tests.system.speaking_participants import Captions, account, line, new_room, say
from tests.system.word_similarity import ENOUGH, heard

BEFORE = "The first sentence was written down before anything happened."
DURING = "This second sentence is being spoken while the transcriber is killed, and it goes on for some time."
AFTER = "The third sentence is heard by another transcriber."
SEGMENTS = """
SELECT s.seq, s.state, s.text FROM transcript_segments s
JOIN rooms r ON r.id = s.room_id
WHERE r.slug = $1 ORDER BY s.seq
"""
BACK_S = 60.0
"""The lease runs out after 15 s, the reconciler looks every 10 s."""


def gone(room: rtc.Room, identity: str) -> asyncio.Event:
    """Set once this participant has left the room."""
    event = asyncio.Event()
    room.on("participant_disconnected", lambda who: event.set() if who.identity == identity else None)
    return event


@pytest.fixture(scope="module")
async def segments(stack: RunningStack, store: Path) -> list[asyncpg.Record]:
    """Kill the job that transcribes the room, speak on, and give what was written down."""
    async with AsyncExitStack() as people:
        host = await people.enter_async_context(account(stack.url, "Alice Arden", stack.data))
        slug = await new_room(host)
        alice = await people.enter_async_context(joined(host, slug, None, 0))
        captions = Captions()
        captions.listen(alice.room)
        first = await transcriber(alice.room)
        left = gone(alice.room, first.identity)
        await asyncio.gather(say(alice, line(BEFORE, 0, store)), captions.until(BEFORE, alice.participant_id))
        speaking = asyncio.create_task(say(alice, line(DURING, 0, store)))
        await captions.until("This second sentence is", alice.participant_id, final=False)
        stack.job(first.identity).kill()
        await speaking
        async with asyncio.timeout(BACK_S):
            await left.wait()
            await transcriber(alice.room)
        await asyncio.gather(say(alice, line(AFTER, 0, store)), captions.until(AFTER, alice.participant_id))
        await host.call("POST", f"/api/rooms/{slug}/end")
    async with stack.database() as database:
        return await database.fetch(SEGMENTS, slug)


async def test_what_was_said_before_stays(segments: list[asyncpg.Record]) -> None:
    """A final is in the database before anybody sees it."""
    assert any(row["state"] == "final" and heard(BEFORE, row["text"]) >= ENOUGH for row in segments)


async def test_the_cut_sentence_is_kept_as_interrupted(segments: list[asyncpg.Record]) -> None:
    """Words that were shown are not taken back."""
    assert [row["state"] for row in segments].count("interrupted") == 1


async def test_what_is_said_afterwards_is_written_down(segments: list[asyncpg.Record]) -> None:
    """Another job takes over by itself."""
    assert any(row["state"] == "final" and heard(AFTER, row["text"]) >= ENOUGH for row in segments)


async def test_segments_are_numbered_on(segments: list[asyncpg.Record]) -> None:
    """The next job goes on where the lost one stopped: no number twice."""
    numbers = [row["seq"] for row in segments]
    assert numbers == sorted(set(numbers))
