"""Fakes of the captioner's collaborators, scripted by data."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

import numpy as np
from livekit.local_inference import VAD_WINDOW_SAMPLES
from numpy.typing import NDArray

from agent.caption_publisher import Caption
from agent.database_outage import OnStored
from agent.recognizer import FinalHypothesis, Hypothesis, OnHypothesis
from agent.segment_records import Missing, OpenSegment, Speaker
from agent.segment_store import SegmentNotStoredError

TURNS = 20
"""Event loop turns before each engine call, enough for earlier hypotheses to be written."""
SPEAKER = Speaker(UUID(int=7), "PA-alice", "Alice")


def known(speaker: Speaker) -> "asyncio.Future[Speaker]":
    """A future that is done: the speaker's arrival is stored."""
    future: asyncio.Future[Speaker] = asyncio.get_running_loop().create_future()
    future.set_result(speaker)
    return future


class ScriptedDetector:
    """Detector that reports voice for each `v` of its letters, and silence after the last."""

    def __init__(self, letters: str) -> None:
        self._letters = iter(letters)

    def predict(self, pcm: NDArray[np.int16]) -> float:
        """Answer by the next letter."""
        assert len(pcm) == VAD_WINDOW_SAMPLES
        return 0.9 if next(self._letters, ".") == "v" else 0.05

    def reset(self) -> None:
        """Do nothing: the script goes on."""


@dataclass
class FakeSegmentStore:
    """Segment store and caption sink in one, recording the order of storing and publishing."""

    events: list[tuple[str, str]] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    refuses: bool = False
    is_away: bool = False
    late: list[OnStored] = field(default_factory=list)
    gaps: dict[UUID, Missing] = field(default_factory=dict)

    async def open(self, line: OpenSegment, text: str) -> OpenSegment:
        """Record it; numbers count from 0."""
        if self.is_away:
            return line
        self._write("open", text)
        return replace(line, seq=self._last_seq())

    async def grow(self, line: OpenSegment, text: str, end_ms: int) -> OpenSegment:
        """Record the call."""
        self._write("grow", text)
        return line

    async def finish(
        self, line: OpenSegment, final: FinalHypothesis, delay_ms: int, stored: OnStored
    ) -> int | None:
        """Record the call; during an outage the final waits in `late`."""
        if self.is_away:
            self.late.append(stored)
            return None
        self._write("finish", final.text)
        return self._last_seq()

    async def drop(self, line: OpenSegment) -> None:
        """Record the call."""
        self._write("drop", "")

    async def note_gap(self, missing: Missing, speaker: Speaker | None) -> None:
        """Store the latest version of each gap."""
        self.gaps[missing.id] = missing

    async def show(self, caption: Caption) -> None:
        """Record the call."""
        self.captions.append(caption)
        self.events.append(("final" if caption.is_final else "interim", caption.text))

    def _last_seq(self) -> int:
        return sum(kind == "open" for kind, _ in self.events) - 1

    def _write(self, kind: str, text: str) -> None:
        if self.refuses:
            raise SegmentNotStoredError(kind)
        self.events.append((kind, text))


@dataclass
class EchoRecognizer:
    """Recognizer that reports its script: one entry per feed, the rest at finish."""

    script: "list[list[Hypothesis] | Exception]"
    fed: list[bytes] = field(default_factory=list)
    begun: int = 0
    finished: int = 0
    paused: int = 0
    abandoned: int = 0
    forgotten: list[str] = field(default_factory=list)
    name: str = "echo"
    _recognize: OnHypothesis | None = None

    async def begin(self, track: str, hear: OnHypothesis) -> "EchoRecognizer":
        """Start the utterance."""
        self._recognize = hear
        self.begun += 1
        return self

    async def feed(self, pcm: bytes) -> None:
        """Report the next entry."""
        self.fed.append(pcm)
        await self._say()

    async def pause(self) -> None:
        """Count the call."""
        self.paused += 1

    async def finish(self) -> None:
        """Report the next entry."""
        self.finished += 1
        await self._say()

    async def abandon(self) -> None:
        """Count the call."""
        self.abandoned += 1

    def forget(self, track: str) -> None:
        """Record the call."""
        self.forgotten.append(track)

    def sweep(self) -> None:
        """Do nothing."""

    async def aclose(self) -> None:
        """Do nothing."""

    async def _say(self) -> None:
        assert self._recognize is not None
        said = self.script.pop(0) if self.script else []
        if isinstance(said, Exception):
            raise said
        for hypothesis in said:
            self._recognize(hypothesis)
        for _ in range(TURNS):
            await asyncio.sleep(0)


def windows(count: int, value: int = 0) -> NDArray[np.int16]:
    """Samples of `count` gate windows."""
    return np.full(count * VAD_WINDOW_SAMPLES, value, np.int16)


async def frames(*arrays: NDArray[np.int16]) -> AsyncIterator[NDArray[np.int16]]:
    """Yield the frames."""
    for each in arrays:
        yield each


def one_by_one(count: int) -> Iterable[NDArray[np.int16]]:
    """Windows whose samples hold their number, from 1."""
    return (windows(1, number + 1) for number in range(count))
