"""Benchmark: seconds from the end to the minutes: `python -m tests.bench.minutes_seconds [--model]`."""

# ruff: noqa: T201  a benchmark prints

import argparse
import asyncio
import contextlib
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import ClientSession

from agent.minutes.block_closing import close_blocks
from agent.minutes.block_noting import have_noted, note_block
from agent.minutes.model_author import ModelAuthor
from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Author, Extractor
from server.config import Secret, Settings
from server.meeting.accounts import Account, register
from server.meeting.change_bus import ChangeBus
from server.meeting.db import open_database
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, minutes_of
from server.meeting.participants import Participant, admit
from server.meeting.presence import record_arrival
from server.meeting.rooms import NewRoom, Room, create_room
from server.meeting.schema import migrate
from server.meeting.sealing.keyring import Keyring
from server.meeting.sealing.process_keys import set_process_keyring
from server.meeting.states import READABLE_SUMMARY
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from server.progress_board import ProgressBoard
from server.stack.engines import postgres, redis
from server.stack.go_engines import OLLAMA, find
from server.stack.layout import Layout
from server.stack.model_wheels import QWEN
from server.stack.ollama import ensure_model, ollama

LENGTHS_MIN = "10,60"
UTTERANCE_S = 6
SUBJECTS = ("budget", "website", "launch", "museum", "shop", "phones", "photographs", "captions", "printer")
SENTENCES = (
    "I think the {0} and the {1} depend on each other more than we said last month.",
    "We decided to move the {0} behind the {1}.",
    "I'll send the {0} to the {1} team by Friday.",
    "What does the {0} cost us if the {1} is late?",
    "The {0} is nearly ready, but the {1} needs another week of work.",
    "Yes, that sounds good.",
    "Let's keep the {0} as it is and change only the {1}.",
)
GIVE_UP_S = 2400.0


async def held(person: Account, minutes: int, chance: random.Random) -> Room:
    """A meeting of three people with continuous speech."""
    room = await create_room(person, NewRoom(name=f"Bench {minutes}"))
    began = datetime.now(UTC) - timedelta(minutes=minutes)
    people: list[Participant] = []
    for name in ("Alice", "Bob", "Gus"):
        place, _ = await admit(room, None, name)
        people.append(await record_arrival(room.id, place.identity, name, began, sid=f"PA_{place.id}"))
    transcript = await open_transcript(room.id, "en", "vosk")
    for at in range(minutes * 60 // UTTERANCE_S):
        speaker = chance.choice(people)
        text = chance.choice(SENTENCES).format(*chance.sample(SUBJECTS, 2))
        start_ms = at * UTTERANCE_S * 1000
        segment = await open_segment(
            transcript.id,
            participant_id=speaker.id,
            speaker=speaker.display_name,
            language="en",
            engine="vosk",
            start_ms=start_ms,
        )
        await finish_segment(segment.id, text, [], 0.9, start_ms + 5000)
    return room


async def noted_while_it_ran(room: Room, author: Author, change_bus: ChangeBus) -> list[float]:
    """Close the blocks that are full, and have them noted; seconds of the model for each."""
    seconds = []
    for number in range(await close_blocks(room.id)):
        await note_block(room.id, number, author, change_bus)
        began = time.monotonic()
        if author.has_model:
            await have_noted(room.id, number, author, change_bus)
        seconds.append(time.monotonic() - began)
    return seconds


async def measured(
    room: Room, author: Author, change_bus: ChangeBus, url: Secret
) -> tuple[float, float, Minutes]:
    """Seconds until the first and until the last version of the minutes, and that version."""
    worker = MinutesWorker(author, change_bus, url, contextlib.nullcontext)
    running = asyncio.create_task(worker.run())
    await worker.ready.wait()
    began = time.monotonic()
    await end_room(room.id, "host")
    first_s = await _until(room, began, lambda found: found.state in READABLE_SUMMARY)
    last_s = await _until(room, began, lambda found: found.state == "ready")
    found = await minutes_of(room.id)
    worker.stop()
    await running
    if found is None:
        raise LookupError("the minutes are gone")
    return first_s, last_s, found


async def _until(room: Room, began: float, done: Callable[[Minutes], bool]) -> float:
    async with asyncio.timeout(GIVE_UP_S):
        while True:
            found = await minutes_of(room.id)
            if found and done(found):
                return time.monotonic() - began
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def authors(with_model: bool, url: Secret, logs: Path) -> AsyncIterator[dict[str, Author]]:
    """The extractor, and the packaged model if it is requested and available."""
    found: dict[str, Author] = {"extractive": Extractor()}
    binary = find(Layout.of(), OLLAMA) if with_model else None
    async with contextlib.AsyncExitStack() as stack:
        if binary:
            host, _ = await stack.enter_async_context(ollama(binary, Layout.of(), logs / "ollama.log"))
            await ensure_model(host, QWEN.name, Layout.of(), ProgressBoard(), has_room=True)
            session = await stack.enter_async_context(ClientSession())
            settings = Settings(url, url, "", "", url, "", ollama_host=host, llm=QWEN.name)
            found[QWEN.name] = ModelAuthor(settings, session)
        yield found


async def main(with_model: bool, lengths_min: Sequence[int]) -> None:
    """Print one line per author and length."""
    set_process_keyring(Keyring([("bench", bytes(32))]))
    with tempfile.TemporaryDirectory() as directory:
        there = Path(directory)
        async with postgres(there / "pg", durable=False) as url, redis(there / "redis") as redis_url:
            await migrate(url)
            async with (
                open_database(url),
                ChangeBus(redis_url) as change_bus,
                authors(with_model, Secret(url), there) as by_name,
            ):
                await _table(by_name, lengths_min, change_bus, Secret(url))


async def _table(
    by_name: dict[str, Author], lengths_min: Sequence[int], change_bus: ChangeBus, url: Secret
) -> None:
    host = await register("bench@example.org", "Bench", "unused")
    for minutes in lengths_min:
        for name, author in by_name.items():
            room = await held(host, minutes, random.Random(7))  # noqa: S311  generated speech, no secrets
            blocks_s = await noted_while_it_ran(room, author, change_bus)
            first_s, last_s, found = await measured(room, author, change_bus, url)
            print(
                f"{minutes:3d} min  {name:14s} minutes after {first_s:6.2f} s, final after {last_s:7.2f} s"
                f"  ({found.method}, {len(found.decisions)} decisions, {len(found.actions)} actions)"
            )
            if (made := found.provenance) and made.parts:
                noted = ", ".join(f"{each:.0f} s" for each in blocks_s)
                print(f"         blocks noted while it ran: {noted or 'none'}")
                print(
                    f"         read {made.parts_read} of {made.parts} parts, {made.segments_used} of"
                    f" {made.segments} segments; dropped {made.dropped}, cut {made.cut}, asked again"
                    f" {made.retried}; {made.tokens_read} tokens read, {made.tokens_written} written,"
                    f" {made.seconds:.0f} s of the model {made.fault and f'(it {made.fault})'}"
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--model", action="store_true", help="also with the packed model in Ollama")
    parser.add_argument("--minutes", default=LENGTHS_MIN, help="lengths, as in 1,10,60")
    given = parser.parse_args()
    asyncio.run(main(given.model, [int(each) for each in given.minutes.split(",")]))
