"""Benchmark of caption latency and word error rate by engine, without a LiveKit room.

    python -m tests.bench.captions [--speakers 1] [--files 12] [--engine whisper|vosk]
        [--refiner base|off] [--kinds en_meeting]

Frames arrive in real time as from LiveKit. First interim: latency from the first voiced sample; final: from
the last. The speech is that of ../shared/data, whose references give the word error rate (for Korean that of
characters), before the second pass and after it. CPU time is that of the whisper process.
"""

import argparse
import asyncio
import contextlib
import csv
import os
import sys
import tempfile
import time
import wave
from collections import Counter
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import numpy as np
import psutil
import vosk
from livekit.local_inference import VAD, VAD_WINDOW_SAMPLES
from numpy.typing import NDArray

from agent.caption_publisher import Caption
from agent.captioner import Captioner
from agent.meeting_clock import MeetingClock
from agent.recognizer import SAMPLE_RATE_HZ, Recognizer, TimedWord
from agent.refinements import Refinements
from agent.segment_store import Speaker
from agent.simulated_speakers import SilentRoom
from agent.voice_gate import SPEECH_STARTS_AT
from agent.vosk_engine import VoskEngine
from agent.whisper.client import WhisperClient
from agent.whisper.engine import WhisperEngine
from server.config import DEFAULT_REFINER
from server.models import NO_REFINER, find_vosk
from server.places import ROOT
from server.stack.layout import Layout
from tests.bench.percentiles import machine, percentiles
from tests.bench.word_error_rate import errors, normal
from tests.unit.agent.scripted_fakes import known

DATA = ROOT.parent / "shared" / "data"
FRAME = SAMPLE_RATE_HZ // 10
TAIL_S = 2.5
SETTLED_S = 120.0
"""Limit of waiting for the second pass."""
SETTLE_S = 2.0
"""Delay between start of the job and first speech."""


@dataclass
class Refiner:
    """How finals are refined."""

    socket: Path
    language: str

    def of(self, screen: "Screen") -> Refinements:
        """Return the second pass of one track."""
        return Refinements(WhisperClient(self.socket), self.language, self, screen, tuple)

    async def refine(
        self, segment: UUID, revision: int, text: str, words: tuple[TimedWord, ...], confidence: float
    ) -> bool:
        """Keep nothing."""
        return True


@dataclass
class Screen:
    """Records the arrival time of each caption."""

    shown: list[tuple[float, Caption]] = field(default_factory=list)

    async def show(self, caption: Caption) -> None:
        """Record the caption."""
        self.shown.append((time.perf_counter(), caption))


@dataclass
class Totals:
    """Measurements."""

    first_ms: list[float] = field(default_factory=list)
    final_ms: list[float] = field(default_factory=list)
    interims: int = 0
    seconds: float = 0.0
    wrong: int = 0
    refined_wrong: int = 0
    of: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


def read(file: Path) -> NDArray[np.int16]:
    """Load a recording's samples."""
    with wave.open(str(file)) as recording:
        return np.frombuffer(recording.readframes(recording.getnframes()), np.int16)


def references(kinds: tuple[str, ...]) -> list[tuple[Path, str]]:
    """Recordings with their reference texts."""
    if not (DATA / "manifest.tsv").exists():
        sys.exit("tests.bench.captions needs the speech of ../shared/data")
    with (DATA / "manifest.tsv").open() as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(DATA / row["file"], row["reference"]) for row in rows if row["kind"] in kinds]


def voiced(pcm: NDArray[np.int16]) -> tuple[float, float]:
    """Seconds at which the first voice begins and the last one ends."""
    detector = VAD()
    whole = range(0, len(pcm) - VAD_WINDOW_SAMPLES, VAD_WINDOW_SAMPLES)
    found = [
        at for at in whole if detector.predict(pcm[at : at + VAD_WINDOW_SAMPLES].copy()) >= SPEECH_STARTS_AT
    ]
    return found[0] / SAMPLE_RATE_HZ, (found[-1] + VAD_WINDOW_SAMPLES) / SAMPLE_RATE_HZ


async def in_real_time(pcm: NDArray[np.int16], begun: float) -> AsyncIterator[NDArray[np.int16]]:
    """Yield frames at the time of their last sample."""
    whole = np.concatenate((pcm, np.zeros(int(TAIL_S * SAMPLE_RATE_HZ), np.int16)))
    for number, at in enumerate(range(0, len(whole), FRAME)):
        await asyncio.sleep(begun + (number + 1) * 0.1 - time.perf_counter())
        yield whole[at : at + FRAME]


async def speak(
    recognizer: Recognizer, refiner: Refiner | None, file: Path, reference: str, totals: Totals
) -> None:
    """Caption one recording."""
    pcm, screen = read(file), Screen()
    first_s, last_s = voiced(pcm)
    clock = MeetingClock()
    clock.start(0, 0)
    refinements = refiner.of(screen) if refiner is not None else None
    captioner = Captioner(
        file.stem,
        known(Speaker(UUID(int=0), "speaker", "Speaker")),
        recognizer=recognizer,
        segment_store=SilentRoom(),
        sink=screen,
        clock=clock,
        refinements=refinements,
    )
    recognizer.sweep()  # as a job does every few seconds
    await asyncio.sleep(SETTLE_S)
    begun = time.perf_counter()
    await captioner.run(in_real_time(pcm, begun))
    if refinements is not None:
        await refinements.settle(SETTLED_S)
        totals.outcomes += refinements.outcomes
        await refinements.aclose()
    last = {caption.segment: caption.text for _, caption in screen.shown if caption.is_final}
    totals.refined_wrong += errors(normal(reference), normal(" ".join(last.values())))[0]
    finals = [(at, caption) for at, caption in screen.shown if caption.revision == 1 and caption.text]
    totals.seconds += len(pcm) / SAMPLE_RATE_HZ
    totals.interims += sum(not caption.is_final for _, caption in screen.shown)
    text = " ".join(caption.text for _, caption in finals)
    wrong, of = errors(normal(reference), normal(text))
    totals.wrong, totals.of = totals.wrong + wrong, totals.of + of
    if screen.shown and finals:
        totals.first_ms.append((screen.shown[0][0] - begun - first_s) * 1000)
        totals.final_ms.append((finals[-1][0] - begun - last_s) * 1000)


@contextlib.asynccontextmanager
async def whisper_process(language: str, refiner: str) -> AsyncIterator[tuple[Path, psutil.Process]]:
    """Run a whisper process; return its socket."""
    with tempfile.TemporaryDirectory() as directory:
        socket = Path(directory) / "whisper.sock"
        env = {
            **os.environ,
            "PARLEY_WHISPER": str(socket),
            "PARLEY_LANGUAGE": language,
            "PARLEY_REFINER": refiner,
            "PARLEY_MODELS": os.pathsep.join(map(str, Layout.of().model_paths())),
            "DATABASE_URL": "postgresql://none",
            "REDIS_URL": "redis://none",
            "LIVEKIT_URL": "ws://none",
            "LIVEKIT_API_KEY": "none",
            "LIVEKIT_API_SECRET": "n" * 32,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "agent.whisper", env=env, cwd=ROOT
        )
        try:
            while not socket.exists():  # noqa: ASYNC110  another process creates it
                await asyncio.sleep(0.1)
            yield socket, psutil.Process(process.pid)
        finally:
            process.terminate()
            await process.wait()


@contextlib.asynccontextmanager
async def whisper(socket: Path, language: str) -> AsyncIterator[Recognizer]:
    """Open the engine that asks the whisper process."""
    engine = WhisperEngine(WhisperClient(socket), language)
    yield engine
    await engine.aclose()


@contextlib.asynccontextmanager
async def korean_vosk() -> AsyncIterator[Recognizer]:
    """Load the Korean model."""
    model = find_vosk("ko", Layout.of().model_paths())
    if model is None:
        sys.exit("no Korean Vosk model is installed")
    vosk.SetLogLevel(-1)
    with ThreadPoolExecutor(2) as threads:
        yield VoskEngine(vosk.Model(str(model)), threads)


async def measure(engine: str, speakers: int, files: int, size: str, kinds: tuple[str, ...]) -> None:
    """Let `speakers` people speak at once, each one recording after another."""
    language = "en" if engine == "whisper" else "ko"
    todo, totals = references(kinds)[:files], Totals()
    async with whisper_process(language, size) as (socket, process):
        opened = korean_vosk() if engine == "vosk" else whisper(socket, language)
        refiner = Refiner(socket, language) if size != NO_REFINER else None
        async with opened as recognizer:

            async def person() -> None:
                while todo:
                    await speak(recognizer, refiner, *todo.pop(), totals)

            await asyncio.gather(*(person() for _ in range(speakers)))
        cpu = process.cpu_times()
    sys.stdout.write(f"{engine}, {speakers} at once, {totals.seconds:.0f} s of speech; {machine()}" + "\n")
    sys.stdout.write(percentiles("first voiced sample to first interim", totals.first_ms) + "\n")
    sys.stdout.write(percentiles("last voiced sample to final", totals.final_ms) + "\n")
    sys.stdout.write(f"{totals.interims / totals.seconds:.1f} interims a second of speech" + "\n")
    sys.stdout.write(f"errors {100 * totals.wrong / max(1, totals.of):.1f} % of {totals.of}")
    sys.stdout.write(f", refined {100 * totals.refined_wrong / max(1, totals.of):.1f} %\n")
    sys.stdout.write(f"second pass: {dict(totals.outcomes)}\n")
    spent = (cpu.user + cpu.system) / totals.seconds
    sys.stdout.write(f"{spent:.2f} s of CPU time of the whisper process a second of speech\n")


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="whisper", choices=("whisper", "whisper-ko", "vosk"))
    parser.add_argument("--speakers", type=int, default=1)
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--refiner", default=DEFAULT_REFINER)
    parser.add_argument("--kinds", default="")
    wanted = parser.parse_args()
    usual = ("ko_read", "ko_read_long") if wanted.engine != "whisper" else ("en_read", "en_speech")
    kinds = tuple(wanted.kinds.split(",")) if wanted.kinds else usual
    asyncio.run(measure(wanted.engine, wanted.speakers, wanted.files, wanted.refiner, kinds))


if __name__ == "__main__":
    main()
