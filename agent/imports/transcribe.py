"""`python -m agent.imports.transcribe DIRECTORY VOICES LANGUAGE REFINER`: reads a recording's decoded voices.

It has a low priority: live captions go first. Answers in lines of JSON as the decoder does, and leaves
segments.json: of each voice its segments, in order, on the recording's clock.
"""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from agent.imports.child import say
from agent.imports.recognition import (
    FirstPass,
    Reading,
    SecondPass,
    VoskPass,
    WhisperPass,
    batches,
    joined,
    windows,
)
from agent.imports.refusals import NO_ENGINE
from agent.recognizer import SAMPLE_RATE_HZ
from agent.transcribe_file import utterances
from server.languages import whisper_code
from server.models import find_refiner, find_vosk, find_whisper, is_larger

NICE = 15


class Transcription:
    """Both passes over all voices; the second runs beside the first, one window behind."""

    def __init__(self, first: FirstPass, second: SecondPass | None) -> None:
        self._first = first
        self._second = second
        self._beside = ThreadPoolExecutor(1)

    @property
    def engine(self) -> str:
        """The first pass's engine, which the transcript names."""
        return self._first.name

    def read(self, pcm: np.ndarray[Any, np.dtype[np.int16]]) -> Iterator[Future[list[Reading]]]:
        """Yield the windows of one voice, in order, as they are begun."""
        for window in windows(self._firsts(pcm)):
            yield self._beside.submit(self._improved, window)

    def _firsts(self, pcm: np.ndarray[Any, np.dtype[np.int16]]) -> Iterator[Reading]:
        for batch in batches(joined(utterances(pcm))):
            for reading in self._first.read(batch):
                if reading.text:
                    yield replace(reading, raw_text=reading.text)

    def _improved(self, window: list[Reading]) -> list[Reading]:
        return self._second.improve(window) if self._second is not None else window


def load(language: str, refiner: str, paths: tuple[Path, ...]) -> Transcription:
    """Load the models that rooms in the language use; raises LookupError without one."""
    vosk = find_vosk(language, paths)
    whisper = find_whisper(language, paths)
    better = find_refiner(language, paths, refiner)
    if vosk is not None:
        second = SecondPass(better, whisper_code(language), is_exact=True) if better else None
        return Transcription(VoskPass(vosk), second)
    if whisper is None:
        raise LookupError
    has_better = better is not None and is_larger(better, whisper)
    second = SecondPass(better, whisper_code(language), is_exact=False) if better and has_better else None
    return Transcription(WhisperPass(whisper, whisper_code(language)), second)


def transcribe(directory: Path, voices: int, transcription: Transcription) -> list[list[dict[str, Any]]]:
    """Read every voice; reports the progress."""
    files = [directory / f"voice-{index}.pcm" for index in range(voices)]
    whole, before = sum(file.stat().st_size for file in files), 0
    found: list[list[dict[str, Any]]] = []
    for file in files:
        size = file.stat().st_size
        pcm = np.memmap(file, np.int16, "r") if size else np.empty(0, np.int16)
        begun = []
        for window in transcription.read(pcm):
            begun.append(window)
            done = window.result()[-1].spoken if len(begun) % 4 == 0 else None
            if done is not None:
                at = before + (done.start_ms + done.length_ms) * SAMPLE_RATE_HZ // 1000 * 2
                say({"progress": 100 * at // max(1, whole)})
        found.append([_segment(each) for window in begun for each in window.result()])
        before += size
    return found


def _segment(reading: Reading) -> dict[str, Any]:
    spoken = reading.spoken
    return {
        "start_ms": spoken.start_ms,
        "end_ms": spoken.start_ms + spoken.length_ms,
        "text": reading.text,
        "raw_text": reading.raw_text,
        "words": [{"w": word.w, "s": word.s, "e": word.e, "c": word.c} for word in reading.words],
        "confidence": reading.confidence,
        "state": "refined" if reading.is_refined else "final",
        "revision": 2 if reading.is_refined else 1,
    }


def main(argv: list[str]) -> int:
    """Transcribe the voices of a directory."""
    directory, voices, language, refiner = Path(argv[0]), int(argv[1]), argv[2], argv[3]
    os.nice(NICE)
    paths = tuple(Path(part) for part in os.environ.get("PARLEY_MODELS", "").split(os.pathsep) if part)
    try:
        transcription = load(language, refiner, paths)
    except LookupError:
        say({"error": NO_ENGINE})
        return 0
    found = transcribe(directory, voices, transcription)
    (directory / "segments.json").write_text(json.dumps(found), encoding="utf-8")
    say({"done": {"engine": transcription.engine}})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
