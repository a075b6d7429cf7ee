"""`python -m agent.imports.transcribe DIRECTORY VOICES LANGUAGE REFINER`: reads a recording's decoded voices.

It has a low priority: live captions go first. Answers in lines of JSON as the decoder does, and leaves
voice-N.lines: of each voice its segments, in order, on the recording's clock; a line of JSON for each window.
Begun again in the same directory it goes on behind the last whole line.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

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
from server.files import exclusive_lock
from server.languages import whisper_code
from server.models import find_refiner, find_vosk, find_whisper, is_larger

NICE = 15
WRITTEN_TOGETHER = 4
"""Windows; a child that is killed loses fewer."""

Samples = np.ndarray[Any, np.dtype[np.int16]]
Window = list[dict[str, Any]]


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

    def read(self, pcm: Samples, from_ms: int) -> Iterator[Future[list[Reading]]]:
        """Yield the windows of one voice from a time on, in order, as they are begun."""
        for window in windows(self._firsts(pcm, from_ms)):
            yield self._beside.submit(self._improved, window)

    def _firsts(self, pcm: Samples, from_ms: int) -> Iterator[Reading]:
        later = (each for each in joined(utterances(pcm)) if each.start_ms >= from_ms)
        for batch in batches(later):
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


def transcribe(directory: Path, voices: int, load_models: Callable[[], Transcription]) -> str:
    """Read every voice, as far as it is not read yet, and report the progress; returns the engine's name."""
    files = [directory / f"voice-{index}.pcm" for index in range(voices)]
    whole = sum(file.stat().st_size for file in files)
    kept = [kept_windows(lines_of(file)) for file in files]
    say({"progress": 100 * sum(map(_bytes_of, kept)) // max(1, whole)})
    transcription, before = load_models(), 0
    for file, windows_before in zip(files, kept, strict=True):
        size = file.stat().st_size
        pcm = np.memmap(file, np.int16, "r") if size else np.empty(0, np.int16)
        with lines_of(file).open("w", encoding="utf-8") as lines:
            _write(lines, windows_before)
            begun: list[Future[list[Reading]]] = []
            for window in transcription.read(pcm, _until_ms(windows_before)):
                begun.append(window)
                if len(begun) == WRITTEN_TOGETHER:
                    done = [[_segment(each) for each in one.result()] for one in begun]
                    _write(lines, done)
                    say({"progress": 100 * (before + _bytes_of(done)) // max(1, whole)})
                    begun.clear()
            _write(lines, [[_segment(each) for each in one.result()] for one in begun])
        before += size
    return transcription.engine


def lines_of(voice: Path) -> Path:
    """Return where a voice's segments are written."""
    return voice.with_suffix(".lines")


def kept_windows(path: Path) -> list[Window]:
    """Read the windows that are written; the last line may be a part of one."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _write(lines: TextIO, found: list[Window]) -> None:
    lines.writelines(json.dumps(window) + "\n" for window in found)
    lines.flush()


def _until_ms(found: list[Window]) -> int:
    return max((int(each["end_ms"]) for window in found for each in window), default=0)


def _bytes_of(found: list[Window]) -> int:
    """Return how far a voice's samples are read."""
    return _until_ms(found) * SAMPLE_RATE_HZ // 1000 * 2


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
    with exclusive_lock(directory / "lock"):
        try:
            engine = transcribe(directory, voices, lambda: load(language, refiner, paths))
        except LookupError:
            say({"error": NO_ENGINE})
        else:
            say({"done": {"engine": engine}})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
