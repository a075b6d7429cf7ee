"""Soak benchmark of the agent: rooms open and close for long, in each one person speaks now and then.

As in most meetings microphones are open only while somebody speaks: 20 clients that encode silence all the
time would take more of the machine than the agent.

    python -m tests.bench.soak [--rooms 20] [--minutes 15] [--language en] [--seed 1]

Prints the private memory of the agent's processes before, during and after, a room's and a recognizer's share
of it, what was shed, and whether anything was lost: sentences without a final, segments stored twice or left
open, gaps. Speech is synthesized; in Korean it is not words, but a Vosk recognizer hears it all the same.
"""

# ruff: noqa: S311  random choices, no secrets

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter

import asyncpg
from livekit import rtc

from agent.recognizer import SAMPLE_RATE_HZ
from server.config import DEFAULT_REFINER
from server.stack.layout import Layout
from tests.bench.captions import services
from tests.bench.percentiles import machine
from tests.bench.scripted_speakers import Speech, play
from tests.bench.sentences import SENTENCES
from tests.bench.soak_memory import MemoryWatch
from tests.bench.spoken_clips import Clip, spoken_by
from tests.integration.agent.livekit_harness import (
    Captions,
    LiveKitHarness,
    SpeakingClient,
    publish_microphone,
    transcriber,
)

STAY_S = (20.0, 90.0)
MIN_STAY_S = 10.0
SILENT_S = (10.0, 40.0)
BEFORE_S, AFTER_S = 1.0, 1.2
"""Silence of an open microphone."""
SETTLE_S = 30.0
TRANSCRIBER_S = 120.0
ASK_AGAIN_S = 10.0
ROWS = """
SELECT count(*) FILTER (WHERE state IN ('final', 'refined')) AS finals,
       count(*) FILTER (WHERE state = 'open') AS left_open,
       count(*) - count(DISTINCT (room_id, speaker, start_ms)) AS doubled,
       (SELECT count(*) FROM transcript_gaps) AS gaps
FROM transcript_segments
"""
FINALS_OF_ROOMS = """
SELECT split_part(r.livekit_room_name, '/', 1) AS room, count(*) AS finals
FROM transcript_segments s JOIN rooms r ON r.id = s.room_id WHERE s.state IN ('final', 'refined') GROUP BY 1
"""


class Soak:
    """What was done."""

    def __init__(self) -> None:
        self.said: Counter[str] = Counter()
        """Sentences by room."""
        self.without_transcriber = 0
        self.waited_s: list[float] = []
        """For a transcriber."""


async def speak(there: rtc.Room, clip: Clip) -> None:
    """Open a microphone, say a sentence, and close it."""
    speech = Speech()
    speech.be_silent(BEFORE_S)
    speech.say(clip)
    speech.be_silent(AFTER_S)
    microphone, track, publication = await publish_microphone(there)
    await play(SpeakingClient(there, Captions(), microphone, track), speech)
    await there.local_participant.unpublish_track(publication.sid)
    await microphone.aclose()


async def visit(
    hall: LiveKitHarness, room: str, stay_s: float, clips: list[Clip], chance: random.Random, soak: Soak
) -> None:
    """Join a room, speak now and then, end the meeting."""
    there = rtc.Room()
    async with hall.without_microphone(there, room, "speaker"):
        waited_s = await waiting(hall, room, there)
        if waited_s is None:
            soak.without_transcriber += 1
            return
        soak.waited_s.append(waited_s)
        until_s = time.monotonic() + stay_s
        while time.monotonic() < until_s:
            await speak(there, chance.choice(clips))
            soak.said[room] += 1
            await asyncio.sleep(chance.uniform(*SILENT_S))
    await hall.delete(room)


async def waiting(hall: LiveKitHarness, room: str, there: rtc.Room) -> float | None:
    """Wait for a transcriber, and ask again as the reconciler does; how long, or None if none came."""
    began_s = time.monotonic()
    while time.monotonic() - began_s < TRANSCRIBER_S:
        try:
            async with asyncio.timeout(ASK_AGAIN_S):
                await transcriber(there)
            return time.monotonic() - began_s
        except TimeoutError:
            await hall.dispatch(room)
    return None


async def occupy(
    hall: LiveKitHarness, number: int, until_s: float, clips: list[Clip], seed: int, soak: Soak
) -> None:
    """Hold one meeting after the other."""
    chance, meeting = random.Random(seed * 1_000 + number), 0
    await asyncio.sleep(chance.uniform(0, STAY_S[0]))
    while (left_s := until_s - time.monotonic()) > 0:
        stay_s = max(MIN_STAY_S, min(chance.uniform(*STAY_S), left_s))
        await visit(hall, f"soak-{number}-{meeting}", stay_s, clips, chance, soak)
        meeting += 1


async def stored(database_url: str, soak: Soak) -> str:
    """Describe what is in the database, against what was said."""
    database = await asyncpg.connect(database_url)
    row = await database.fetchrow(ROWS)
    finals = {each["room"]: each["finals"] for each in await database.fetch(FINALS_OF_ROOMS)}
    await database.close()
    assert row is not None
    lost = {
        room: said - finals.get(room, 0) for room, said in soak.said.items() if said > finals.get(room, 0)
    }
    return (
        f"{soak.said.total()} sentences said, {row['finals']} finals stored; without one {lost or 'none'}; "
        f"{row['doubled']} rows doubled, {row['left_open']} left open, {row['gaps']} gaps"
    )


def warnings(log: str) -> Counter[str]:
    """Count the warnings and errors of a log by event."""
    entries = (json.loads(line) for line in log.splitlines() if line.startswith("{"))
    return Counter(entry["event"] for entry in entries if entry.get("level") in ("warning", "error"))


async def measure(wanted: argparse.Namespace) -> None:
    """Run the rooms and print the table."""
    store = Layout.of().home / "speech"
    sounds = [spoken_by(place, text, store) for place, text in enumerate(SENTENCES)]
    clips = [Clip(sound, (), 0.0, len(sound) / SAMPLE_RATE_HZ) for sound in sounds]
    async with services(wanted.language, DEFAULT_REFINER) as (hall, (_, worker)):
        soak, watch = Soak(), MemoryWatch(worker.process.pid, hall.env["AGENT_PORT"])
        async with watch.sampling():
            await watch.settle()
            until_s = time.monotonic() + 60 * wanted.minutes
            rooms = (
                occupy(hall, number, until_s, clips, wanted.seed, soak) for number in range(wanted.rooms)
            )
            await asyncio.gather(*rooms)
            await asyncio.sleep(SETTLE_S)
            await watch.settle()
        found = await stored(hall.env["DATABASE_URL"], soak)
        logged = dict(warnings(worker.log.read_text()))
    sys.stdout.write(
        f"{machine()}\n"
        f"{wanted.rooms} rooms for {wanted.minutes:g} min, {wanted.language}: {len(soak.said)} meetings, "
        f"{soak.without_transcriber} without a transcriber, the others waited at most"
        f" {max(soak.waited_s, default=0):.0f} s for it\n"
        f"{watch.table()}\n{found}\nlogged: {logged}\n"
    )


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--language", default="en", help="en or ko")
    parser.add_argument("--seed", type=int, default=1)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
