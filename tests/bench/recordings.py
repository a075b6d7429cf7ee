"""Benchmark of the words: recordings beside the tree are read as in a room, by both passes.

    python -m tests.bench.recordings [--kinds en_read,en_meeting] [--refiner base|PATH]

Prints for each kind of recording how many words are wrong after the first pass and after the second, and how
many of them were invented, with the speed of both. It has no room, so nothing is late and nothing is shed.
"""

import argparse
import asyncio
import csv
import logging
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import structlog

from agent.audio_file import read_audio
from agent.caption_publisher import Caption
from agent.recognizer import SAMPLE_RATE_HZ, TimedWord
from agent.refinements import Refinements
from agent.speech_window import Spoken
from agent.stored_finals import StoredFinal
from agent.transcribe_file import utterances
from agent.whisper.engine import WhisperEngine
from agent.whisper.messages import Failed, Refined
from agent.whisper.model import Whisper
from agent.whisper.refiner import Refiner
from server.config import DEFAULT_REFINER
from server.meeting.ids import uuid7
from server.models import find_refiner, find_whisper
from server.stack.layout import Layout
from tests.bench.percentiles import machine
from tests.bench.spoken_clips import RECORDINGS
from tests.bench.word_error_rate import errors, normal

LANGUAGE = "en"
READ_S = 600.0


@dataclass
class Words:
    """What is counted of one kind of recording."""

    reference: int = 0
    first: int = 0
    second: int = 0
    heard: int = 0
    audio_s: float = 0.0
    first_s: float = 0.0
    second_s: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)

    def row(self, kind: str) -> str:
        """Format as a line of the table."""
        if self.reference:
            wrong = f"{self.first / self.reference:10.1%}{self.second / self.reference:10.1%}"
        else:
            wrong = f"{self.first:7} inv.{self.second:5} inv."
        speed = f"{self.first_s / self.audio_s:9.2f}{self.second_s / self.audio_s:9.2f}"
        return f"{kind:<20}{self.reference:7}{wrong}{speed}   {dict(self.outcomes)}\n"


class LocalReader:
    """Runs the second pass in this process."""

    def __init__(self, refiner: Refiner) -> None:
        self._refiner = refiner
        self.took_s = 0.0

    async def refine(self, pcm: bytes, language: str, names: str) -> Refined | Failed:
        """Read again."""
        began = time.perf_counter()
        reading = await asyncio.to_thread(self._refiner.reread, pcm, language, names)
        self.took_s += time.perf_counter() - began
        return reading

    async def aclose(self) -> None:
        """Nothing is open."""


class Transcript:
    """The segments of one recording, in memory."""

    def __init__(self) -> None:
        self.texts: dict[UUID, str] = {}

    async def refine(
        self, segment: UUID, revision: int, text: str, words: tuple[TimedWord, ...], confidence: float
    ) -> bool:
        """Take the refined words."""
        self.texts[segment] = text
        return True

    async def show(self, caption: Caption) -> None:
        """Show nothing."""

    def words(self) -> list[str]:
        """All words, normalized."""
        return normal(" ".join(self.texts.values()))


def final(text: str, spoken: Spoken) -> StoredFinal:
    """Return what a room would have stored."""
    caption = Caption(
        uuid7(), None, text, is_final=True, speaker="speaker", name="Speaker", track="track",
        engine=WhisperEngine.name, start_ms=spoken.start_ms, end_ms=spoken.start_ms + spoken.length_ms,
        revision=1,
    )  # fmt: skip
    return StoredFinal(caption, (), spoken.pcm)


async def read(file: Path, reference: str, whisper: Whisper, refiner: Refiner, counted: Words) -> None:
    """Transcribe one recording and count."""
    audio, said = read_audio(file), normal(reference)
    transcript, reader = Transcript(), LocalReader(refiner)
    refinements = Refinements(reader, LANGUAGE, transcript, transcript, list)
    began = time.perf_counter()
    finals = [
        final(text, spoken)
        for spoken in utterances(audio)
        if (text := whisper.read([spoken.pcm], LANGUAGE, "final")[0].text)
    ]
    counted.first_s += time.perf_counter() - began
    transcript.texts = {each.caption.segment: each.caption.text for each in finals}
    counted.first += errors(said, transcript.words())[0]
    for each in finals:
        refinements.add(each)
    await refinements.settle(READ_S)
    counted.outcomes += refinements.outcomes
    await refinements.aclose()
    counted.second += errors(said, transcript.words())[0]
    counted.reference += len(said)
    counted.audio_s += len(audio) / SAMPLE_RATE_HZ
    counted.second_s += reader.took_s


def recordings(kinds: list[str]) -> Iterator[tuple[str, Path, str]]:
    """Yield kind, file and reference; raises FileNotFoundError without them."""
    with (RECORDINGS / "manifest.tsv").open() as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["kind"] in kinds and (row["reference"] or row["kind"].endswith("_sparse")):
                yield row["kind"], RECORDINGS / row["file"], row["reference"]


async def measure(wanted: argparse.Namespace) -> None:
    """Read all recordings and print the table."""
    paths = Layout.of().model_paths()
    first, second = find_whisper(LANGUAGE, paths), find_refiner(LANGUAGE, paths, wanted.refiner)
    if first is None or second is None:
        sys.exit("no Whisper models are installed")
    whisper, refiner, counted = Whisper(first), Refiner(second), defaultdict[str, Words](Words)
    for kind, file, reference in recordings(wanted.kinds.split(",")):
        await read(file, reference, whisper, refiner, counted[kind])
    sys.stdout.write(f"{machine()}; {first.name}, second pass {second.name}\n")
    sys.stdout.write(f"{'':<20}{'words':>7}{'first':>10}{'second':>10}{'RTF 1':>9}{'RTF 2':>9}\n")
    for kind, words in counted.items():
        sys.stdout.write(words.row(kind))


def main() -> None:
    """Read the arguments."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", default="en_read,en_read_long,en_speech,en_meeting,en_meeting_sparse")
    parser.add_argument("--refiner", default=DEFAULT_REFINER)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
