"""How fast a recording is imported, and how long exports take: `python -m tests.bench.importing`.

The recording is the demo's first voice, one speaker without long pauses; import is decoding and both passes,
in the processes the worker runs. Exports are of generated meetings, written as the web process writes them.
"""

# ruff: noqa: T201  a benchmark prints

import argparse
import asyncio
import platform
import tempfile
import time
import wave
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from agent.imports.child import answers
from server.api.exports import RENDERED, TEXTS, written
from server.export.content import content_of
from server.export.exported_meeting import ExportedMeeting, Wanted
from server.export.rendering import render_file
from server.meeting.rooms import Room, RoomSettings
from server.meeting.segment_rows import Segment
from server.stack.layout import Layout
from tests.bench.sentences import SENTENCES
from tests.bench.spoken_clips import spoken_by

PAUSE = np.zeros(8000, np.int16)
HOURS = (1 / 6, 4.0)
UTTERANCE_MS = 6000


def recording(path: Path, minutes: float, store: Path) -> float:
    """Write speech of one voice; returns its length in seconds."""
    parts: list[Any] = []
    length = number = 0
    while length < minutes * 60 * 16_000:
        for part in (spoken_by(0, SENTENCES[number % len(SENTENCES)], store), PAUSE):
            parts.append(part)
            length += len(part)
        number += 1
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(np.concatenate(parts).tobytes())
    return length / 16_000


async def stage(module: str, *arguments: str) -> float:
    """Run a stage as the worker does; returns seconds."""
    models = ":".join(map(str, Layout.of().model_paths()))
    began = time.perf_counter()
    async for line in answers(module, list(arguments), {"PARLEY_MODELS": models}):
        if line is not None and "error" in line:
            raise SystemExit(str(line["error"]))
    return time.perf_counter() - began


async def importing(minutes: float, refiner: str) -> None:
    """Import one recording, and print how many times real time each stage took."""
    with tempfile.TemporaryDirectory() as directory:
        path, work = Path(directory) / "talk.wav", Path(directory) / "work"
        work.mkdir()
        length_s = recording(path, minutes, Layout.of().home / "speech")
        decoded = await stage("agent.imports.decode", str(path), str(work))
        heard = await stage("agent.imports.transcribe", str(work), "1", "en", refiner)
    for name, took_s in (("decode", decoded), ("transcribe", heard), ("import", decoded + heard)):
        print(f"{name:12} {took_s:7.1f} s  {length_s / took_s:6.1f} × real time")


def meeting(hours: float) -> ExportedMeeting:
    """A meeting of one utterance each six seconds, with times of words."""
    began = datetime.now(UTC) - timedelta(hours=hours)
    room = Room(
        uuid4(), "bench", "Bench", "instant", "ended", None, None, "bench", 9, 0, RoomSettings(), None, began,
        datetime.now(UTC), round(hours * 3600), (), began,
    )  # fmt: skip
    return ExportedMeeting(
        room=room, people=(), names={}, gaps=(), messages=(), polls=(), minutes=None, talk=(),
        taken_at=datetime.now(UTC),
        segments=tuple(_segment(seq) for seq in range(round(hours * 3_600_000 / UTTERANCE_MS))),
    )  # fmt: skip


def _segment(seq: int) -> Segment:
    text, at = SENTENCES[seq % len(SENTENCES)], seq * UTTERANCE_MS
    parts = text.split()
    step = UTTERANCE_MS // len(parts)
    words = [
        {"w": word, "s": at + n * step, "e": at + (n + 1) * step, "c": 0.9} for n, word in enumerate(parts)
    ]
    return Segment(
        uuid4(), seq, None, f"Speaker {seq // 5 % 4 + 1}", "en", "whisper", at, at + UTTERANCE_MS, text, text,
        1, words, 0.9, "final",
    )  # fmt: skip


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


async def exporting(hours: float) -> None:
    """Write every format, and print seconds and size."""
    whole, wanted = meeting(hours), Wanted()
    for format in TEXTS:
        began = time.perf_counter()
        size = len(written(whole, wanted, format))
        print(f"{hours * 60:4.0f} min {format:5} {time.perf_counter() - began:7.2f} s  {size / 1024:8.0f} kB")
    with tempfile.TemporaryDirectory() as directory:
        for rendered in RENDERED:
            path, began = Path(directory) / rendered, time.perf_counter()
            await render_file(content_of(whole, wanted), rendered, path)
            took_s, size = time.perf_counter() - began, path.stat().st_size
            print(f"{hours * 60:4.0f} min {rendered:5} {took_s:7.2f} s  {size / 1024:8.0f} kB")


async def main() -> None:
    """Print the machine, then the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--refiner", default="base")
    parser.add_argument("--no-import", action="store_true")
    wanted = parser.parse_args()
    print(f"{platform.node()}: {_processor()}")
    if not wanted.no_import:
        await importing(wanted.minutes, wanted.refiner)
    for hours in HOURS:
        await exporting(hours)


if __name__ == "__main__":
    asyncio.run(main())
