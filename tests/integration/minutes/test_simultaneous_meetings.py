"""Meetings that end at once get extractive minutes in seconds, however slow the model is."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest
from aiohttp import ClientSession

from agent.minutes.model_author import ModelAuthor
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.lifecycle import end_room, mark_live
from server.meeting.rooms import NewRoom, create_room
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.integration.minutes.conftest import NOON, SAID, Queue, working
from tests.integration.minutes.fake_ollama import answer, ollama
from tests.integration.minutes.test_model import settings

SOON_S = 20.0
"""Generous for a busy machine; the fake model takes minutes for a single meeting."""
SLOW = replace(answer(), after_s=120.0)
READABLE = "SELECT count(*) FROM meeting_summaries WHERE state IN ('drafted', 'ready')"


async def held(host: Account, name: str) -> UUID:
    """An open meeting with speech."""
    room = await create_room(host, NewRoom(name))
    await mark_live(room.id, NOON)
    transcript = await open_transcript(room.id, "en", "vosk")
    for at, (who, text) in enumerate(SAID):
        segment = await open_segment(
            transcript.id,
            participant_id=None,
            speaker=who,
            language="en",
            engine="vosk",
            start_ms=at * 6000,
        )
        await finish_segment(segment.id, text, [], 0.9, at * 6000 + 4000)
    return room.id


@pytest.mark.parametrize("count", [5, 20])
async def test_extractive_minutes_do_not_wait(alice: Account, queue: Queue, count: int) -> None:
    """No meeting's extractive minutes wait for another meeting's model."""
    rooms = [await held(alice, f"Room {number}") for number in range(count)]
    async with (
        ollama(SLOW) as fake,
        ClientSession() as session,
        working(queue, ModelAuthor(settings(fake), session)) as worker,
    ):
        await asyncio.gather(*(end_room(room, "host") for room in rooms))
        readable = 0
        try:
            async with asyncio.timeout(SOON_S):
                while readable < count:
                    readable = (await fetch(READABLE))[0]["count"]
                    await asyncio.sleep(0.1)
        except TimeoutError:
            pytest.fail(f"{readable} of {count} meetings have minutes after {SOON_S:.0f} s")
        finally:
            worker.stop()
            worker.cancel_running()
    assert fake.most_thinking <= 1
