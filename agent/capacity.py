"""`python -m agent.capacity LANGUAGE LIMIT_MS DIRECTORY [DATA]`: what `parley capacity` runs.

Simulated speakers talk in real time into captioners with real engines; their number is doubled until finals
come too late, then halved in between. The recordings of the directory are what they say. What they find is
kept in DATA, for the worker's admission.
"""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from agent.audio_file import read_audio
from agent.capacity_record import Machine, Measured, write_capacity
from agent.recognizer import Recognizer
from agent.simulated_speakers import Sound, late_ms
from server.languages import whisper_code
from server.models import find_vosk, find_whisper

STEP_S = 7.0
"""For two or three utterances of each speaker."""
MAX_STEPS = 6
VOSK_BYTES = 280 << 20
"""What a recognizer may grow to."""
SPARE_BYTES = 1 << 30
MOST_SPEAKERS = 512

Fits = Callable[[int], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one engine carries here."""

    engine: str
    model: str
    speakers: int
    final_p95_ms: int | None
    """With so many speakers; None if one is too many."""
    is_more: bool
    """Whether more were not tried."""


async def largest(fits: Fits, first: int, most: int) -> int:
    """Return the largest number that fits, found in MAX_STEPS: doubled, then halved in between."""
    low, high, number = 0, most + 1, min(first, most)
    for _ in range(MAX_STEPS):
        if await fits(number):
            low = number
        else:
            high = number
        if high - low <= 1:
            break
        number = min(2 * low, most) if high > most and low else (low + high) // 2
    return low


async def measure(
    engine: str, model: str, recognizer: Recognizer, sounds: list[Sound], limit_ms: int
) -> Capacity:
    """Find out how many speakers an engine carries."""
    found: dict[int, int | None] = {}
    memory = (psutil.virtual_memory().available - SPARE_BYTES) // VOSK_BYTES
    most = max(1, min(MOST_SPEAKERS, memory if engine == "vosk" else MOST_SPEAKERS))

    async def fits(speakers: int) -> bool:
        found[speakers] = latency_ms = await late_ms(recognizer, speakers, sounds, STEP_S)
        sys.stderr.write(f"{engine}: {speakers} at once, finals {_shown(latency_ms)}\n")
        return latency_ms is not None and latency_ms <= limit_ms

    speakers = await largest(fits, max(1, (os.cpu_count() or 1) // 2), most)
    return Capacity(engine, model, speakers, found.get(speakers), is_more=speakers == max(found))


def _shown(latency_ms: int | None) -> str:
    return "none" if latency_ms is None else f"{latency_ms / 1000:.1f} s after the words (p95)"


@contextlib.asynccontextmanager
async def vosk_engine(model: Path) -> AsyncIterator[Recognizer]:
    """Open the Vosk engine of a model."""
    import vosk  # noqa: PLC0415  of two engines one is loaded at a time

    from agent.vosk_engine import VoskEngine  # noqa: PLC0415

    vosk.SetLogLevel(-1)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        engine = VoskEngine(vosk.Model(str(model)), threads, limit=MOST_SPEAKERS)
        yield engine
        await engine.aclose()


@contextlib.asynccontextmanager
async def whisper_engine(paths: tuple[Path, ...], language: str) -> AsyncIterator[Recognizer]:
    """Open the Whisper engine of a language, with its server."""
    from agent.whisper.__main__ import first_pass, loader  # noqa: PLC0415
    from agent.whisper.client import WhisperClient  # noqa: PLC0415
    from agent.whisper.engine import WhisperEngine  # noqa: PLC0415
    from agent.whisper.server import open_server  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as directory:
        socket = Path(directory) / "whisper.sock"
        load = loader(lambda code, damaged: find_whisper(code, paths, damaged), first_pass)
        async with open_server(socket, load, language):
            engine = WhisperEngine(WhisperClient(socket), language)
            yield engine
            await engine.aclose()


async def run(language: str, limit_ms: int, sounds: list[Sound], paths: tuple[Path, ...]) -> list[Capacity]:
    """Measure each engine that is installed."""
    found = []
    vosk, whisper = find_vosk(language, paths), find_whisper(language, paths)
    if vosk is not None:
        async with vosk_engine(vosk) as recognizer:
            found.append(await measure("vosk", vosk.name, recognizer, sounds, limit_ms))
    if whisper is not None:
        async with whisper_engine(paths, whisper_code(language)) as recognizer:
            found.append(await measure("whisper", whisper.name, recognizer, sounds, limit_ms))
    return found


def main(argv: list[str]) -> None:
    """Run with the arguments of the command line; the result is `capacity.json` in the directory."""
    language, limit_ms, told, *kept_in = argv
    directory = Path(told)
    paths = tuple(Path(part) for part in os.environ.get("PARLEY_MODELS", "").split(os.pathsep) if part)
    sounds = [read_audio(file) for file in sorted(directory.glob("*.wav"))]
    found = asyncio.run(run(language, int(limit_ms), sounds, paths))
    (directory / "capacity.json").write_text(json.dumps([asdict(each) for each in found]))
    for data in kept_in:
        measured = (Measured(each.engine, each.model, each.speakers) for each in found)
        write_capacity(Path(data), Machine.here(), measured)


if __name__ == "__main__":
    main(sys.argv[1:])
