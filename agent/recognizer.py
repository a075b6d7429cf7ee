"""Interface between the captioner and a speech engine: gated speech in, hypotheses out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from server.meeting.gaps import Cause

SAMPLE_RATE_HZ = 16_000
BYTES_PER_MS = SAMPLE_RATE_HZ * 2 // 1000


@dataclass(frozen=True, slots=True)
class TimedWord:
    """One word with its times in milliseconds after the first sample of the utterance."""

    w: str
    s: int
    e: int
    c: float
    """The engine's confidence, 0 to 1."""


@dataclass(frozen=True, slots=True)
class InterimHypothesis:
    """Whole text so far of the segment being spoken; a later hypothesis replaces it."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class FinalHypothesis:
    """Text of a finished segment; empty if it held no speech."""

    text: str
    start_ms: int
    end_ms: int
    words: tuple[TimedWord, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class MissedSpeech:
    """A stretch of speech that will not be transcribed."""

    start_ms: int
    end_ms: int
    cause: Cause = "engine"


Hypothesis = InterimHypothesis | FinalHypothesis | MissedSpeech
OnHypothesis = Callable[[Hypothesis], None]
"""Called on the event loop, in order of speech."""


def shifted(hypothesis: Hypothesis, by_ms: int) -> Hypothesis:
    """Shift all times by an offset, as from the utterance's clock to the captioner's."""
    start_ms, end_ms = hypothesis.start_ms + by_ms, hypothesis.end_ms + by_ms
    if not isinstance(hypothesis, FinalHypothesis):
        return replace(hypothesis, start_ms=start_ms, end_ms=end_ms)
    words = tuple(TimedWord(word.w, word.s + by_ms, word.e + by_ms, word.c) for word in hypothesis.words)
    return FinalHypothesis(hypothesis.text, start_ms, end_ms, words, hypothesis.confidence)


def on_meeting_clock(hypothesis: Hypothesis, offset_ms: int) -> Hypothesis:
    """Shift all times to the meeting's clock, clamped at zero."""
    placed = shifted(hypothesis, offset_ms)
    placed = replace(placed, start_ms=max(0, placed.start_ms), end_ms=max(0, placed.end_ms))
    if not isinstance(placed, FinalHypothesis) or placed.start_ms:
        return placed
    words = tuple(replace(word, s=max(0, word.s), e=max(0, word.e)) for word in placed.words)
    return replace(placed, words=words)


class Utterance(Protocol):
    """One stretch of speech between two silences; times in its hypotheses count from its first sample."""

    async def feed(self, pcm: bytes) -> None:
        """Recognize the next samples: 16 kHz, mono, 16 bit."""

    async def pause(self) -> None:
        """Called when the speaker seems to have stopped; they may go on."""

    async def finish(self) -> None:
        """End the utterance; every final has been reported when this returns."""

    async def abandon(self) -> None:
        """Discard the utterance after a failure: no more hypotheses, its resources are freed."""


class Recognizer(Protocol):
    """Engine for one language, shared by all tracks of a room."""

    @property
    def name(self) -> str:
        """The engine's name in `parley.engine` and in the transcript."""

    async def begin(self, track: str, hear: OnHypothesis) -> Utterance:
        """Start an utterance of a track; waits while every recognizer is in use."""

    def forget(self, track: str) -> None:
        """Free what is kept for a track that has ended."""

    def sweep(self) -> None:
        """Free what has been idle for long; called every few seconds."""

    async def aclose(self) -> None:
        """Free everything."""
