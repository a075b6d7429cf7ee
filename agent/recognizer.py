"""What a speech engine is to the captioner: it takes gated speech and says what it hears."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from server.meeting.gaps import Cause

SAMPLE_RATE_HZ = 16_000
BYTES_PER_MS = SAMPLE_RATE_HZ * 2 // 1000


@dataclass(frozen=True, slots=True)
class TimedWord:
    """One word with its place in milliseconds after the first sample of the utterance."""

    w: str
    s: int
    e: int
    c: float
    """How sure the engine is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class InterimHypothesis:
    """What the segment being spoken sounds like so far, whole; a later one replaces it."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class FinalHypothesis:
    """A segment that is done; empty text means that there was nothing in it."""

    text: str
    start_ms: int
    end_ms: int
    words: tuple[TimedWord, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class MissedSpeech:
    """Speech of which there will be no words."""

    start_ms: int
    end_ms: int
    cause: Cause = "engine"


Hypothesis = InterimHypothesis | FinalHypothesis | MissedSpeech
OnHypothesis = Callable[[Hypothesis], None]
"""Called on the event loop, in the order of speech."""


def shifted(hypothesis: Hypothesis, by_ms: int) -> Hypothesis:
    """Move all its times, as from the utterance's clock to the captioner's."""
    start_ms, end_ms = hypothesis.start_ms + by_ms, hypothesis.end_ms + by_ms
    if not isinstance(hypothesis, FinalHypothesis):
        return replace(hypothesis, start_ms=start_ms, end_ms=end_ms)
    words = tuple(TimedWord(word.w, word.s + by_ms, word.e + by_ms, word.c) for word in hypothesis.words)
    return FinalHypothesis(hypothesis.text, start_ms, end_ms, words, hypothesis.confidence)


def on_meeting_clock(hypothesis: Hypothesis, offset_ms: int) -> Hypothesis:
    """Move all its times to the meeting's clock, where nothing is before zero."""
    placed = shifted(hypothesis, offset_ms)
    placed = replace(placed, start_ms=max(0, placed.start_ms), end_ms=max(0, placed.end_ms))
    if not isinstance(placed, FinalHypothesis) or placed.start_ms:
        return placed
    words = tuple(replace(word, s=max(0, word.s), e=max(0, word.e)) for word in placed.words)
    return replace(placed, words=words)


class Utterance(Protocol):
    """One stretch of speech between two silences; times in its hearings count from its first sample."""

    async def feed(self, pcm: bytes) -> None:
        """Take the next samples: 16 kHz, mono, 16 bit."""

    async def pause(self) -> None:
        """Hear that the speaker seems to have stopped; they may go on."""

    async def finish(self) -> None:
        """End it: every final has been heard when this returns."""

    async def abandon(self) -> None:
        """Let go of it after something failed: nothing more is heard, and what it held is free."""


class Recognizer(Protocol):
    """An engine for one language, shared by all tracks of a room."""

    @property
    def name(self) -> str:
        """What `parley.engine` and the transcript call it."""

    async def begin(self, track: str, hear: OnHypothesis) -> Utterance:
        """Start an utterance of a track; waits while every recognizer is taken."""

    def forget(self, track: str) -> None:
        """Let go of what is kept for a track that is gone."""

    def sweep(self) -> None:
        """Let go of what has not been used lately; called every few seconds."""

    async def aclose(self) -> None:
        """Let go of everything."""
