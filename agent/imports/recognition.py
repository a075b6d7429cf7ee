"""Two passes over a recording's speech, as in a room: a fast model's words, then a better one's."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from agent.recognizer import TimedWord
from agent.refinement_gate import refusal, window_refusal
from agent.speech_window import Spoken, packed, split
from agent.whisper.model import Whisper
from agent.whisper.refiner import Refiner
from agent.word_alignment import aligned

JOINED_GAP_MS, JOINED_MS = 700, 10_000
"""Utterances so close are read together, up to this length: more context, and fewer windows."""
WINDOW_MS = 27_000
"""Speech of one window of the second pass; Whisper's has 30 s, and pauses take some."""
BATCH = 4
MIN_CONFIDENCE = 0.001


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said in a stretch; times in milliseconds on the recording's clock."""

    spoken: Spoken
    text: str
    words: tuple[TimedWord, ...]
    confidence: float | None
    raw_text: str = ""
    """The first pass's text."""

    @property
    def is_refined(self) -> bool:
        """Whether the words are the second pass's."""
        return self.text != self.raw_text


class FirstPass(Protocol):
    """A loaded engine."""

    name: str

    def read(self, batch: Sequence[Spoken]) -> list[Reading]:
        """Read utterances; those without words have an empty text."""


class WhisperPass:
    """Whisper's model of the rooms."""

    name = "whisper"

    def __init__(self, directory: Path, language: str) -> None:
        self._model = Whisper(directory)
        self._language = language

    def read(self, batch: Sequence[Spoken]) -> list[Reading]:
        """Read utterances together."""
        found = self._model.read([each.pcm for each in batch], self._language, "final")
        return [
            Reading(
                spoken,
                heard.text,
                tuple(_placed(word, spoken) for word in heard.timed_words()),
                heard.confidence,
            )
            for spoken, heard in zip(batch, found, strict=True)
        ]


class VoskPass:
    """Vosk's model of the language; one recognizer, which adapts to the voice."""

    name = "vosk"

    def __init__(self, directory: Path) -> None:
        import vosk  # noqa: PLC0415  of two engines one is loaded

        from agent.vosk_recognizer import new_warm_recognizer  # noqa: PLC0415

        vosk.SetLogLevel(-1)
        self._kaldi: Any = new_warm_recognizer(vosk.Model(str(directory)))
        self._fed_ms = 0.0

    def read(self, batch: Sequence[Spoken]) -> list[Reading]:
        """Read one utterance after the other."""
        return [self._read(each) for each in batch]

    def _read(self, spoken: Spoken) -> Reading:
        from agent.vosk_recognizer import WARM_UP_MS  # noqa: PLC0415  loads Vosk
        from agent.vosk_results import words_of  # noqa: PLC0415

        base_ms = self._fed_ms + WARM_UP_MS
        found: list[TimedWord] = []
        if self._kaldi.AcceptWaveform(spoken.pcm):
            found += words_of(self._kaldi.Result(), base_ms)
        found += words_of(self._kaldi.FinalResult(), base_ms)
        self._fed_ms += spoken.length_ms
        words = tuple(_placed(word, spoken) for word in found)
        confidence = sum(word.c for word in words) / len(words) if words else None
        return Reading(spoken, " ".join(word.w for word in words), words, confidence)


def joined(utterances: Iterable[Spoken]) -> Iterator[Spoken]:
    """Join utterances that are close, with the silence between them."""
    held: Spoken | None = None
    for each in utterances:
        if held is not None:
            gap_ms = each.start_ms - held.start_ms - held.length_ms
            if gap_ms <= JOINED_GAP_MS and held.length_ms + gap_ms + each.length_ms <= JOINED_MS:
                held = Spoken(held.start_ms, held.pcm + bytes(max(0, gap_ms) * 32) + each.pcm)
                continue
            yield held
        held = each
    if held is not None:
        yield held


def batches(utterances: Iterable[Spoken]) -> Iterator[list[Spoken]]:
    """Group utterances that are read at once."""
    batch: list[Spoken] = []
    for each in utterances:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class SecondPass:
    """The better model, over neighbouring utterances of one voice."""

    def __init__(self, directory: Path, language: str, is_exact: bool) -> None:
        """`is_exact`: the first pass's times of words are better than this one's, as Vosk's are."""
        self._model = Refiner(directory)
        self._language = language
        self._is_exact = is_exact

    def improve(self, readings: Sequence[Reading]) -> list[Reading]:
        """Replace the words of a window where the second reading may be believed."""
        spoken = [each.spoken for each in readings]
        pcm, begins = packed(spoken)
        again = self._model.reread(pcm, self._language, "")
        if window_refusal(" ".join(each.text for each in readings), again) is not None:
            return list(readings)
        found = split(again, spoken, begins)
        return [self._consider(*pair) for pair in zip(readings, found, strict=True)]

    def _consider(self, first: Reading, words: list[TimedWord]) -> Reading:
        text = "".join(word.w for word in words).strip()
        logprob = sum(math.log(max(word.c, MIN_CONFIDENCE)) for word in words) / max(1, len(words))
        if text == first.text or refusal(first.text, text, logprob, first.spoken.length_ms) is not None:
            return first
        confidence = round(math.exp(logprob), 3)
        exact = first.words if self._is_exact else ()
        own = tuple(replace(word, w=word.w.strip()) for word in words)
        return replace(first, text=text, words=aligned(text, exact, confidence) or own, confidence=confidence)


def windows(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Group readings with words for the second pass."""
    window: list[Reading] = []
    length_ms = 0
    for each in readings:
        if window and length_ms + each.spoken.length_ms > WINDOW_MS:
            yield window
            window, length_ms = [], 0
        window.append(each)
        length_ms += each.spoken.length_ms
    if window:
        yield window


def _placed(word: TimedWord, spoken: Spoken) -> TimedWord:
    """Return an engine's word on the recording's clock, within the utterance."""
    last_ms = spoken.start_ms + spoken.length_ms
    start_ms, end_ms = (min(spoken.start_ms + each, last_ms) for each in (word.s, word.e))
    return TimedWord(word.w.strip(), start_ms, max(start_ms, end_ms), word.c)
