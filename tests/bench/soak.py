"""Soak benchmark of the agent: rooms open and close for long, in each one person speaks now and then.

    python -m tests.bench.soak [--rooms 20] [--minutes 15] [--language en] [--seed 1]

Prints the private memory of the agent's processes before, during and after, and whether anything was lost:
sentences without a final, segments stored twice or left open, gaps. Speech is synthesized; in Korean it is
not words, but a Vosk recognizer hears it all the same.
"""

# ruff: noqa: S311  random choices, no secrets

import argparse
import asyncio
import contextlib
import random
import sys
import time
from dataclasses import dataclass, field
from statistics import median

import asyncpg
import psutil

from agent.recognizer import SAMPLE_RATE_HZ
from server.config import DEFAULT_REFINER
from server.stack.child_process import Child
from server.stack.layout import Layout
from tests.bench.captions import services
from tests.bench.percentiles import machine
from tests.bench.scripted_speakers import Speech, play
from tests.bench.sentences import SENTENCES
from tests.bench.spoken_clips import Clip, spoken_by
from tests.integration.agent.livekit_harness import LiveKitHarness

STAY_S = (20.0, 90.0)
SILENT_S = (5.0, 15.0)
SAMPLE_S = 2.0
SETTLE_S = 30.0
TRANSCRIBER_S = 60.0
ROWS = """
SELECT count(*) FILTER (WHERE state IN ('final', 'refined')) AS finals,
       count(*) FILTER (WHERE state = 'open') AS left_open,
       count(*) - count(DISTINCT (room_id, speaker, start_ms)) AS doubled,
       (SELECT count(*) FROM transcript_gaps) AS gaps
FROM transcript_segments
"""


@dataclass
class Soak:
    """What was done and measured; memory in MB, private."""

    sentences: int = 0
    stays: int = 0
    without_transcriber: int = 0
    whole: list[float] = field(default_factory=list)
    jobs: list[float] = field(default_factory=list)
    """The largest job process of each sample."""


def private_mb(processes: list[psutil.Process]) -> list[float]:
    """Memory that is freed when a process ends, of those that still live."""
    found = []
    for each in processes:
        with contextlib.suppress(psutil.Error):
            found.append(each.memory_full_info().uss / 1e6)
    return found


async def sample(worker: Child, soak: Soak) -> None:
    """Measure the worker's family until cancelled."""
    process = psutil.Process(worker.process.pid)
    while process.is_running():
        with contextlib.suppress(psutil.NoSuchProcess):
            family = await asyncio.to_thread(private_mb, [process, *process.children(recursive=True)])
            jobs = await asyncio.to_thread(private_mb, job_processes(process))
            soak.whole.append(sum(family))
            soak.jobs.append(max(jobs, default=0.0))
        await asyncio.sleep(SAMPLE_S)


def job_processes(worker: psutil.Process) -> list[psutil.Process]:
    """The processes forked from the fork server."""
    return [job for child in worker.children() for job in child.children()]


async def visit(
    hall: LiveKitHarness, room: str, clips: list[Clip], chance: random.Random, soak: Soak
) -> None:
    """Join a room, speak now and then, leave."""
    speech, stay_s = Speech(), chance.uniform(*STAY_S)
    speech.be_silent(1.0)
    said = 0
    while speech.length < stay_s * SAMPLE_RATE_HZ:
        speech.say(chance.choice(clips))
        speech.be_silent(chance.uniform(*SILENT_S))
        said += 1
    async with hall.person(room, "speaker", "Speaker", subscribes=False) as person:
        try:
            async with asyncio.timeout(TRANSCRIBER_S):
                await person.transcriber()
        except TimeoutError:
            soak.without_transcriber += 1
            return
        await play(person, speech)
        soak.sentences += said
        soak.stays += 1


async def occupy(
    hall: LiveKitHarness, number: int, until_s: float, clips: list[Clip], seed: int, soak: Soak
) -> None:
    """Hold one meeting after the other."""
    chance, meeting = random.Random(seed * 1_000 + number), 0
    await asyncio.sleep(chance.uniform(0, STAY_S[0]))
    while time.monotonic() < until_s:
        await visit(hall, f"soak-{number}-{meeting}", clips, chance, soak)
        meeting += 1


async def measure(wanted: argparse.Namespace) -> None:
    """Run the rooms and print the table."""
    store = Layout.of().home / "speech"
    sounds = [spoken_by(place, text, store) for place, text in enumerate(SENTENCES)]
    clips = [Clip(sound, (), 0.0, len(sound) / SAMPLE_RATE_HZ) for sound in sounds]
    async with services(wanted.language, DEFAULT_REFINER) as (hall, (_, worker)):
        soak = Soak()
        sampling = asyncio.create_task(sample(worker, soak))
        await asyncio.sleep(5 * SAMPLE_S)
        before = median(soak.whole)
        until_s = time.monotonic() + 60 * wanted.minutes
        await asyncio.gather(
            *(occupy(hall, number, until_s, clips, wanted.seed, soak) for number in range(wanted.rooms))
        )
        peak, largest = max(soak.whole), max(soak.jobs)
        await asyncio.sleep(SETTLE_S)
        soak.whole.clear()
        await asyncio.sleep(5 * SAMPLE_S)
        after = median(soak.whole)
        sampling.cancel()
        database = await asyncpg.connect(hall.env["DATABASE_URL"])
        row = await database.fetchrow(ROWS)
        await database.close()
    assert row is not None
    sys.stdout.write(
        f"{machine()}\n"
        f"{wanted.rooms} rooms for {wanted.minutes:g} min, {wanted.language}: {soak.stays} meetings, "
        f"{soak.without_transcriber} without a transcriber\n"
        f"agent, private memory: before {before:.0f} MB, peak {peak:.0f}, after {after:.0f}; "
        f"a room at most {(peak - before) / wanted.rooms:.0f} on average, the largest {largest:.0f}\n"
        f"{soak.sentences} sentences, {row['finals']} finals, {row['doubled']} doubled, "
        f"{row['left_open']} left open, {row['gaps']} gaps\n"
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
