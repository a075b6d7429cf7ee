"""Chaos benchmark: parts of a whole Parley are killed at random moments while two people speak.

    python -m tests.bench.chaos [--seed 1] [--minutes 4] [--parts job,web,…] [--every 12,20]

Prints for each part the words of the sentences that were being spoken when it was killed, and of those after
it until the next kill: said, and lost. Words lost without a kill are what the recognizer mishears. `silent`
is the longest time without any caption after a kill. Then what must be zero: rows doubled, numbers given
twice, segments left open.
"""

# ruff: noqa: S311  random choices, no secrets

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path

import psutil
from livekit import rtc

from server.demo.client import client
from server.demo.demo_participant import DemoParticipant, joined, transcriber
from server.demo.voice_mix import VoiceTrack
from server.demo.voices import RATE_HZ
from server.stack.layout import Layout
from tests.bench.chaos_scores import Kill, Row, Sentence, table
from tests.bench.percentiles import machine
from tests.system.running_stack import RunningStack, running
from tests.system.speaking_participants import account, line, new_room
from tests.system.test_parts_die import PARTS, pid_of

WHO = (
    "The gardener", "My neighbour", "Our accountant", "A young doctor", "The old baker",
    "His brother", "Their teacher", "The new manager", "Her lawyer", "The famous singer",
)  # fmt: skip
DID = (
    "painted the wooden gate", "repaired the kitchen table", "carried seven heavy boxes",
    "forgot the yellow umbrella", "ordered two large pizzas", "cleaned the dusty windows",
    "measured the garden wall", "borrowed my favourite book", "sold the rusty bicycle",
    "counted every empty bottle",
)  # fmt: skip
WHEN = (
    "before lunch", "on Tuesday morning", "after the concert", "in the village", "during the holidays",
    "near the station", "last winter", "without any help", "at the harbour", "beside the river",
)  # fmt: skip
PAUSE_S = (0.9, 1.8)
SPOKEN_ON_S = 12.0
"""How long is spoken after the last part is back."""
SENTENCES_PER_MINUTE = 16
"""More than one person says."""
BACK_S = 90.0
CLOSED_S = 60.0
ROWS = """
SELECT s.seq, s.speaker, s.start_ms, s.end_ms, s.state, s.text, t.status
FROM transcript_segments s JOIN transcripts t ON t.id = s.transcript_id JOIN rooms r ON r.id = s.room_id
WHERE r.slug = $1 ORDER BY s.start_ms, s.seq
"""
GAPS = """
SELECT g.cause, count(*) FROM transcript_gaps g JOIN rooms r ON r.id = g.room_id WHERE r.slug = $1 GROUP BY 1
"""


Line = tuple[str, VoiceTrack]


@dataclass
class Chaos:
    """One meeting."""

    stack: RunningStack
    chance: random.Random
    said: list[Sentence] = field(default_factory=list)
    kills: list[Kill] = field(default_factory=list)
    captions_s: list[float] = field(default_factory=list)
    is_over: bool = False

    def listen(self, room: rtc.Room) -> None:
        """Note when captions arrive."""
        room.register_text_stream_handler(
            "lk.transcription", lambda *_: self.captions_s.append(time.monotonic())
        )

    async def speak(self, person: DemoParticipant, name: str, lines: Iterator[Line]) -> None:
        """Say one sentence after the other until the meeting is over."""
        while not self.is_over:
            text, track = next(lines)
            start_s, length_s = time.monotonic(), len(track.samples) / RATE_HZ
            self.said.append(Sentence(name, text, start_s, start_s + length_s))
            pause_s = self.chance.uniform(*PAUSE_S)
            await person.play(track, asyncio.get_running_loop().time(), length_s + pause_s)

    async def kill(self, parts: list[str], every_s: tuple[float, float], minutes: float) -> None:
        """Kill random parts at random moments; each must be back before the next."""
        until_s = time.monotonic() + 60 * minutes
        while time.monotonic() < until_s:
            await asyncio.sleep(self.chance.uniform(*every_s))
            part = self.chance.choice(parts)
            before = pid_of(self.stack, part)
            if before is None:
                continue
            kill = Kill(part, time.monotonic())
            self.kills.append(kill)
            psutil.Process(before).kill()
            async with asyncio.timeout(BACK_S):
                while pid_of(self.stack, part) in (None, before):  # noqa: ASYNC110  other processes tell us nothing
                    await asyncio.sleep(0.1)
            kill.back_s = time.monotonic()
        await asyncio.sleep(SPOKEN_ON_S)
        self.is_over = True


@asynccontextmanager
async def meeting(chaos: Chaos) -> AsyncIterator[tuple[str, list[tuple[str, DemoParticipant]]]]:
    """Two people in a room with a transcriber."""
    stack = chaos.stack
    async with AsyncExitStack() as people:
        host = await people.enter_async_context(account(stack.url, "Alice Arden", stack.data))
        slug = await new_room(host)
        alice = await people.enter_async_context(joined(host, slug, None, 0))
        guest = await people.enter_async_context(client(stack.url))
        ben = await people.enter_async_context(joined(guest, slug, "Ben Bright", 1))
        chaos.listen(alice.room)
        await transcriber(alice.room)
        yield slug, [("Alice Arden", alice), ("Ben Bright", ben)]
        await host.call("POST", f"/api/rooms/{slug}/end")


async def rows_of(stack: RunningStack, slug: str) -> tuple[list[Row], dict[str, int]]:
    """Wait for the end of the transcript; return its rows, and the number of gaps by cause."""
    async with stack.database() as database:
        async with asyncio.timeout(CLOSED_S):
            while any(row["status"] != "closed" for row in await database.fetch(ROWS, slug)):  # noqa: ASYNC110  as above
                await asyncio.sleep(0.5)
        gaps = await database.fetch(GAPS, slug)
        rows = await database.fetch(ROWS, slug)
    return [dict(row) for row in rows], {gap["cause"]: gap["count"] for gap in gaps}


async def measure(wanted: argparse.Namespace) -> None:
    """Hold the meeting and print the table."""
    chance = random.Random(wanted.seed)
    texts = [f"{who} {did} {when}." for who, did, when in product(WHO, DID, WHEN)]
    store, count = Layout.of().home / "speech", round((wanted.minutes + 2) * SENTENCES_PER_MINUTE)
    sentences = iter(chance.sample(texts, 2 * count))
    lines = [[(text, line(text, place, store)) for text in islice(sentences, count)] for place in range(2)]
    parts = wanted.parts.split(",") if wanted.parts else list(PARTS)
    low_s, high_s = map(float, wanted.every.split(","))
    with tempfile.TemporaryDirectory(prefix="parley-chaos-") as directory:
        async with running(Path(directory) / "data") as stack:
            chaos = Chaos(stack, chance)
            async with meeting(chaos) as (slug, people), asyncio.TaskGroup() as tasks:
                for (name, person), own in zip(people, lines, strict=True):
                    tasks.create_task(chaos.speak(person, name, iter(own)))
                tasks.create_task(chaos.kill(parts, (low_s, high_s), wanted.minutes))
            rows, gaps = await rows_of(stack, slug)
    sys.stdout.write(f"{machine()}\nseed {wanted.seed}, {wanted.minutes:g} min\n\n")
    sys.stdout.write(table(chaos.said, chaos.kills, chaos.captions_s, rows, gaps))


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=4.0)
    parser.add_argument("--parts", default="", help=f"of {','.join(PARTS)}; default: all")
    parser.add_argument("--every", default="12,20", help="seconds between two kills, at least and at most")
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
