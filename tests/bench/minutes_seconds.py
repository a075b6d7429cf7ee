"""Benchmark: seconds from the end of a meeting that was noted while it ran to its minutes.

    python -m tests.bench.minutes_seconds [--model] [--minutes 10,60] [--endings 1]

People talk by a clock of the benchmark's own: it stands while Parley works, and then goes on by the time that
took, so a slow model falls behind just as it would. Only waiting for people is skipped.
"""

# ruff: noqa: T201  a benchmark prints

import argparse
import asyncio
import contextlib
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from aiohttp import ClientSession

from agent.minutes.block_closing import PASS_S, close_blocks
from agent.minutes.block_noting import have_noted, note_block
from agent.minutes.model_author import ModelAuthor
from agent.minutes.reading_ahead import read_ahead
from agent.minutes.running_summary import summarise_so_far
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
from server.meeting.summary_blocks import block_states
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from server.progress_board import ProgressBoard
from server.stack.engines import postgres, redis
from server.stack.go_engines import OLLAMA, find
from server.stack.layout import Layout
from server.stack.model_wheels import QWEN
from server.stack.ollama import ensure_model, ollama
from tests.bench.made_meeting import PEOPLE, speech

LENGTHS_MIN = "10,60"
WORDS_PER_S = 2.4
PAUSE_S = 0.6
GIVE_UP_S = 2400.0


@dataclass
class Talk:
    """A meeting whose people talk by its clock."""

    room: Room
    people: dict[str, Participant]
    transcript_id: UUID
    saying: Iterator[tuple[str, str]]
    now_s: float = 0.0
    said_s: float = 0.0
    """Until when the next ones' turns are told."""
    model_s: list[float] = field(default_factory=list)
    """What the model took for each block, with the summaries between them."""

    async def go_on(self, seconds: float) -> None:
        """Let time pass, and have said what is said in it."""
        self.now_s += seconds
        while self.said_s < self.now_s:
            who, text = next(self.saying)
            took_s = len(text.split()) / WORDS_PER_S
            person = self.people[who]
            segment = await open_segment(
                self.transcript_id,
                participant_id=person.id,
                speaker=person.display_name,
                language="en",
                engine="vosk",
                start_ms=round(self.said_s * 1000),
            )
            await finish_segment(segment.id, text, [], 0.9, round((self.said_s + took_s) * 1000))
            self.said_s += took_s + PAUSE_S


async def opened(person: Account, minutes: float, seed: int) -> Talk:
    """A meeting of three people that began so long ago."""
    room = await create_room(person, NewRoom(name=f"Bench {minutes}"))
    began = datetime.now(UTC) - timedelta(minutes=minutes)
    people: dict[str, Participant] = {}
    for name in PEOPLE:
        place, _ = await admit(room, None, name)
        people[name] = await record_arrival(room.id, place.identity, name, began, sid=f"PA_{place.id}")
    transcript = await open_transcript(room.id, "en", "vosk")
    saying = speech(random.Random(seed))  # noqa: S311  generated speech, no secrets
    return Talk(room, people, transcript.id, saying)


async def held(talk: Talk, minutes: float, author: Author, change_bus: ChangeBus) -> None:
    """Let the meeting run so long, looked after as the worker does."""
    room_id = talk.room.id
    while talk.now_s < minutes * 60:
        began = time.monotonic()
        await close_blocks(room_id)
        waiting = [
            number for number, _, state in await block_states(room_id) if state in ("queued", "drafted")
        ]
        for number in waiting:
            await note_block(room_id, number, author, change_bus)
        if author.has_model and waiting:
            if await have_noted(room_id, waiting[0], author, change_bus):
                await summarise_so_far(room_id, author)
            talk.model_s.append(time.monotonic() - began)
        elif author.has_model:
            await read_ahead(room_id, author, is_free=_always)
        took_s = time.monotonic() - began
        await talk.go_on(min(max(took_s, 0.0 if waiting else PASS_S), minutes * 60 - talk.now_s))


async def _always(_: UUID) -> bool:
    """The machine has time: what else runs on it is no meeting."""
    return True


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


async def main(with_model: bool, lengths_min: Sequence[float], endings: int = 1) -> None:
    """Print a few lines per author and length."""
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
                host = await register("bench@example.org", "Bench", "unused")
                for minutes in lengths_min:
                    for name, author in by_name.items():
                        for seed in range(endings if author.has_model else 1):
                            talk = await opened(host, minutes, seed)
                            await held(talk, minutes, author, change_bus)
                            _tell(
                                name,
                                minutes,
                                talk,
                                *await measured(talk.room, author, change_bus, Secret(url)),
                            )


def _tell(name: str, minutes: float, talk: Talk, first_s: float, last_s: float, found: Minutes) -> None:
    print(
        f"{minutes:5.1f} min  {name:14s} minutes after {first_s:6.2f} s, final after {last_s:7.2f} s"
        f"  ({found.method}, {len(found.decisions)} decisions, {len(found.actions)} actions,"
        f" load {os.getloadavg()[0]:.1f})",
        flush=True,
    )
    made = found.provenance
    if made and made.parts:
        per_minute_s, most_s = sum(talk.model_s) / minutes, max(talk.model_s, default=0.0)
        print(
            f"    while it ran: {len(talk.model_s)} blocks, {per_minute_s:.1f} s of the model for each"
            f" minute of speech, {most_s:.0f} s at most\n"
            f"    read {made.parts_read} of {made.parts} parts, {made.segments_used} of {made.segments}"
            f" segments; dropped {made.dropped}, cut {made.cut}, asked again {made.retried};"
            f" {made.tokens_read} tokens read, {made.tokens_cached} of them from the cache,"
            f" {made.tokens_written} written, {made.seconds:.0f} s of the model"
            f"{made.fault and f' (it {made.fault})'}\n    {found.executive_summary}",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--model", action="store_true", help="also with the packed model in Ollama")
    parser.add_argument("--minutes", default=LENGTHS_MIN, help="lengths, as in 1,10,60")
    parser.add_argument("--endings", type=int, default=1, help="meetings of each length, with the model")
    given = parser.parse_args()
    asyncio.run(main(given.model, [float(each) for each in given.minutes.split(",")], given.endings))
