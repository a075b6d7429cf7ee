"""Benchmark of captions: people speak in a LiveKit room, another client listens.

    python -m tests.bench.captions [--speakers 1,4,8] [--seconds 45] [--language en] [--recordings]
        [--refiner base|off] [--busy 0] [--notes] [--seed 1]

Starts its own PostgreSQL, Redis, LiveKit, whisper process and agent. Up to four people speak at the same time
all the time; of more, three on average. Speech is synthesized, or, with --recordings, that of ../shared/data
(Korean: only that). Words wrong are those of the reference (Korean: letters).
"""

import argparse
import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import psutil
from livekit import rtc

from server.config import DEFAULT_REFINER
from server.meeting.schema import migrate
from server.models import find_refiner, find_whisper
from server.stack.child_process import Child
from server.stack.engines import postgres
from server.stack.layout import Layout
from tests.bench.caption_scores import Score, score
from tests.bench.caption_table import table
from tests.bench.note_taking import taking_notes
from tests.bench.percentiles import machine
from tests.bench.scripted_speakers import AT_ONCE, Speech, play, speeches
from tests.bench.spoken_clips import Clip, WordTimes, recorded, synthesized
from tests.integration.agent.livekit_harness import Captions, LiveKitHarness, caption_services

REFINED_S = 20.0
"""How long the second pass is waited for."""


@asynccontextmanager
async def listener(hall: LiveKitHarness, room: str) -> AsyncIterator[Captions]:
    """Join without a microphone, and receive captions alone."""
    there, captions = rtc.Room(), Captions()
    captions.listen(there)
    async with hall.without_microphone(there, room, "listener"):
        yield captions


async def meet(hall: LiveKitHarness, spoken: list[Speech], refined_s: float) -> Score:
    """Hold one meeting of people who speak, and one who listens."""
    room = f"bench-{len(spoken)}"
    async with AsyncExitStack() as stack:
        captions = await stack.enter_async_context(listener(hall, room))
        people = [
            await stack.enter_async_context(hall.person(room, identity, identity, subscribes=False))
            for identity in (f"speaker-{number}" for number in range(len(spoken)))
        ]
        await people[0].transcriber()
        said = await asyncio.gather(*map(play, people, spoken))
        await asyncio.sleep(refined_s)
    return score({f"speaker-{number}": each for number, each in enumerate(said)}, captions.shown)


def cpu_s(processes: list[Child]) -> float:
    """Processor seconds of these processes and their children so far."""
    found = 0.0
    for child in processes:
        process = psutil.Process(child.process.pid)
        for each in (process, *process.children(recursive=True)):
            times = each.cpu_times()
            found += times.user + times.system
    return found


@asynccontextmanager
async def loaded(processes: int) -> AsyncIterator[None]:
    """Load the machine with processes that compute."""
    spinning = [
        multiprocessing.get_context("spawn").Process(target=_spin, daemon=True) for _ in range(processes)
    ]
    for each in spinning:
        each.start()
    try:
        yield
    finally:
        for each in spinning:
            each.kill()


def _spin() -> None:
    while True:
        sum(range(1_000_000))


def name_of(speakers: int) -> str:
    """Name a column."""
    if speakers <= AT_ONCE + 1:
        return "one speaker" if speakers == 1 else f"{speakers} at once"
    return f"{speakers}, {AT_ONCE} at a time"


@asynccontextmanager
async def services(language: str, refiner: str) -> AsyncIterator[tuple[LiveKitHarness, list[Child]]]:
    """Run everything that captions need."""
    chosen = {"PARLEY_LANGUAGE": language, "PARLEY_REFINER": refiner}
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as temporary:
        directory = Path(temporary)
        async with postgres(directory / "postgres", database="bench", durable=True) as url:
            await migrate(url)
            async with (
                caption_services(directory, url, Layout.of().model_paths(), **chosen) as hall,
                hall.process("agent.whisper", ready="whisper_ready") as whisper,
                hall.process("agent", ready="worker_ready") as worker,
            ):
                yield hall, [whisper, worker]


def material(language: str, *, is_recorded: bool) -> list[Clip]:
    """What is said, with the times of its words."""
    layout = Layout.of()
    model = find_refiner(language, layout.model_paths(), DEFAULT_REFINER) or find_whisper(
        language, layout.model_paths()
    )
    if model is None:
        sys.exit(f"no Whisper model for {language} is installed: it finds the times of the words")
    store = layout.home / "speech"
    times = WordTimes(model, language, store)
    return recorded(times.clip, language) if is_recorded else synthesized(times.clip, store)


async def measure(wanted: argparse.Namespace) -> None:
    """Hold the meetings and print the table."""
    clips = material(wanted.language, is_recorded=wanted.recordings or wanted.language != "en")
    columns: dict[str, tuple[Score, float]] = {}
    async with (
        services(wanted.language, wanted.refiner) as (hall, processes),
        loaded(wanted.busy),
        AsyncExitStack() as stack,
    ):
        if wanted.notes:
            logs = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            await stack.enter_async_context(taking_notes(logs))
        for speakers in wanted.speakers:
            spoken = speeches(clips, speakers, wanted.seconds, wanted.seed)
            began, used = time.monotonic(), cpu_s(processes)
            found = await meet(hall, spoken, REFINED_S if wanted.refiner != "off" else 3.0)
            took_s = time.monotonic() - began
            columns[name_of(speakers)] = found, (cpu_s(processes) - used) / took_s
    busy = f", {wanted.busy} busy processes" if wanted.busy else ""
    busy += ", a model takes notes" * wanted.notes
    sys.stdout.write(f"{machine()}{busy}\n{table(columns)}\n")


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--speakers", type=lambda text: [int(each) for each in text.split(",")], default=[1, 4, 8]
    )
    parser.add_argument("--seconds", type=float, default=45.0, help="of each meeting")
    parser.add_argument("--language", default="en", help="en or ko")
    parser.add_argument("--recordings", action="store_true", help="speak the recordings of ../shared/data")
    parser.add_argument("--refiner", default=DEFAULT_REFINER)
    parser.add_argument("--busy", type=int, default=0, help="processes that keep the machine busy")
    parser.add_argument("--notes", action="store_true", help="while the packed model takes notes")
    parser.add_argument("--seed", type=int, default=1)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
