"""A meeting with speech, and a minutes worker that processes its end."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from aiohttp import ClientError, ClientSession

from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Author
from server.config import Secret
from server.meeting.change_bus import ChangeBus
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, minutes_of
from server.meeting.participants import Participant
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from server.stack.child_process import free_port
from tests.conftest import Meeting

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PATIENCE_S = 90.0
POLL_S = 0.05

SAID = (
    ("alice", "So the main question today is when we launch the new website for the museum."),
    ("bob", "The ticket shop still fails on phones, about thirty percent of our visitors see the error."),
    ("alice", "We decided to postpone the launch until the ticket shop works on phones."),
    ("bob", "I'll send the list of failing phones to the developers by Friday."),
    ("gus", "The photographs of the new exhibition are ready, they only need captions."),
    ("alice", "Gus, can you write the captions for the exhibition photographs by next Tuesday?"),
    ("gus", "Sure, I will do that."),
)


async def say(meeting: Meeting, said: tuple[tuple[str, str], ...] = SAID, language: str = "en") -> list[UUID]:
    """Store segments of the participants one after another; return their ids."""
    transcript = await open_transcript(meeting.room.id, language, "vosk")
    spoken: list[UUID] = []
    for at, (who, text) in enumerate(said):
        speaker: Participant = getattr(meeting, who)
        segment = await open_segment(
            transcript.id,
            participant_id=speaker.id,
            speaker=speaker.display_name,
            language=language,
            engine="vosk",
            start_ms=at * 6000,
        )
        await finish_segment(segment.id, text, [], 0.9, at * 6000 + 4000)
        spoken.append(segment.id)
    return spoken


@pytest.fixture
def environment(database: str, redis_url: str) -> dict[str, str]:
    """Environment of a separate worker process."""
    return {
        **os.environ,
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "LIVEKIT_URL": "ws://127.0.0.1:1",
        "LIVEKIT_API_KEY": "unused",
        "LIVEKIT_API_SECRET": "a secret of at least thirty-two characters",
        "OLLAMA_HOST": "",
        "MINUTES_PORT": str(free_port()),
    }


@contextlib.asynccontextmanager
async def process(environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `python -m agent.minutes` until ready; terminated by SIGTERM at the end."""
    running = await asyncio.create_subprocess_exec(sys.executable, "-m", "agent.minutes", env=environment)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await _healthy(environment["MINUTES_PORT"]):  # noqa: ASYNC110  another process
                await asyncio.sleep(POLL_S)
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            running.terminate()
        await running.wait()


async def _healthy(port: str) -> bool:
    try:
        async with ClientSession() as client, client.get(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status == 200
    except ClientError:
        return False


@dataclass(frozen=True)
class Queue:
    """Creates workers within the test's process."""

    url: str
    change_bus: ChangeBus

    def worker(self, author: Author) -> MinutesWorker:
        """A worker that uses the test's open database."""
        return MinutesWorker(author, self.change_bus, Secret(self.url), contextlib.nullcontext)


@pytest.fixture
def queue(database: str, change_bus: ChangeBus) -> Queue:
    return Queue(database, change_bus)


@pytest.fixture
async def change_bus(redis_url: str) -> AsyncIterator[ChangeBus]:
    """The test's connection to the change bus."""
    async with ChangeBus(redis_url) as opened:
        yield opened


@contextlib.asynccontextmanager
async def working(queue: Queue, author: Author) -> AsyncIterator[MinutesWorker]:
    """Run a worker while the block runs."""
    worker = queue.worker(author)
    running = asyncio.create_task(worker.run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await worker.ready.wait()
        yield worker
    finally:
        worker.stop()
        await running


async def end_and_read(meeting: Meeting, reader: UUID | None = None) -> Minutes:
    """End the meeting and wait for its minutes."""
    await end_room(meeting.room.id, "host")
    return await written(meeting, reader)


async def written(meeting: Meeting, reader: UUID | None = None) -> Minutes:
    """Wait for the minutes to be ready or failed."""
    return await reached(meeting, ("ready", "failed"), reader)


async def reached(meeting: Meeting, states: tuple[str, ...], reader: UUID | None = None) -> Minutes:
    """Wait for the minutes to reach one of the states."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = await minutes_of(meeting.room.id, reader)
            if found and found.state in states:
                return found
            await asyncio.sleep(POLL_S)
