"""Simulated speakers for `parley capacity`: they talk in real time into captioners with real engines."""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from agent.caption_publisher import Caption
from agent.captioner import Captioner
from agent.database_outage import OnStored
from agent.meeting_clock import MeetingClock
from agent.recognizer import SAMPLE_RATE_HZ, FinalHypothesis, OnHypothesis, Recognizer, Utterance
from agent.segment_records import Missing, OpenSegment, Speaker
from agent.voice_gate import END_WINDOWS, WINDOW_MS, SpeechEnded, VadEvent, VoiceGate

WARM_S = 1.5
"""Not measured: everybody begins at once, which nobody does."""
PAUSE_S = 0.8
FRAME_SAMPLES = SAMPLE_RATE_HZ // 10

Sound = NDArray[np.int16]


class SilentRoom:
    """Stands for transcript and clients, and keeps nothing."""

    async def open(self, line: OpenSegment, text: str) -> OpenSegment:
        """Store nothing."""
        return replace(line, seq=0)

    async def grow(self, line: OpenSegment, text: str, end_ms: int) -> OpenSegment:
        """Store nothing."""
        return line

    async def finish(
        self, line: OpenSegment, final: FinalHypothesis, delay_ms: int, stored: OnStored
    ) -> int | None:
        """Store nothing."""
        return 0

    async def drop(self, line: OpenSegment) -> None:
        """Store nothing."""

    async def note_gap(self, missing: Missing, speaker: Speaker | None) -> None:
        """Store nothing: what was lost shows as a final that never came."""

    async def show(self, caption: Caption) -> None:
        """Show nothing."""


class Stopwatch(VoiceGate):
    """Gate and recognizer of one speaker: measures each utterance from its end to its final, words or not."""

    def __init__(self, recognizer: Recognizer, now_s: Callable[[], float]) -> None:
        super().__init__()
        self.name = recognizer.name
        self._recognizer = recognizer
        self._now_s = now_s
        self._ends_s: deque[float] = deque()
        self._since_s = now_s() + WARM_S
        self._latencies_ms: list[int] = []

    def feed(self, pcm: Sound) -> list[VadEvent]:
        """Pass on the gate's events, noting the end of speech."""
        events = super().feed(pcm)
        self._ends_s.extend(self._now_s() for event in events if isinstance(event, SpeechEnded))
        return events

    async def begin(self, track: str, hear: OnHypothesis) -> "TimedUtterance":
        """Begin an utterance of the engine."""
        return TimedUtterance(await self._recognizer.begin(track, hear), self._finished)

    def forget(self, track: str) -> None:
        """Pass on."""
        self._recognizer.forget(track)

    def sweep(self) -> None:
        """Pass on."""
        self._recognizer.sweep()

    async def aclose(self) -> None:
        """Do nothing: the engine is others', too."""

    def latencies_ms(self) -> list[int]:
        """Return those so far; finals that have not come count with the time they were waited for."""
        for end_s in self._ends_s:
            self._add(end_s)
        return self._latencies_ms

    def _finished(self) -> None:
        if self._ends_s:
            self._add(self._ends_s.popleft())

    def _add(self, end_s: float) -> None:
        if end_s > self._since_s:
            self._latencies_ms.append(round(1000 * (self._now_s() - end_s)) + END_WINDOWS * WINDOW_MS)


@dataclass(frozen=True, slots=True)
class TimedUtterance:
    """An utterance that tells when its final is there."""

    inner: Utterance
    finished: Callable[[], None]

    async def feed(self, pcm: bytes) -> None:
        """Pass on."""
        await self.inner.feed(pcm)

    async def pause(self) -> None:
        """Pass on."""
        await self.inner.pause()

    async def finish(self) -> None:
        """Pass on, and stop the watch."""
        await self.inner.finish()
        self.finished()

    async def abandon(self) -> None:
        """Pass on."""
        await self.inner.abandon()


def p95(latencies_ms: list[int]) -> int | None:
    """Return the 95th percentile, nearest rank; None of none."""
    ranked = sorted(latencies_ms)
    return ranked[math.ceil(0.95 * len(ranked)) - 1] if ranked else None


async def late_ms(recognizer: Recognizer, speakers: int, sounds: list[Sound], seconds: float) -> int | None:
    """Let so many people speak at once; return the p95 of their finals' latency."""
    loop, clock, room = asyncio.get_running_loop(), MeetingClock(), SilentRoom()
    clock.start(0, 0)
    who: asyncio.Future[Speaker] = loop.create_future()
    who.set_result(Speaker(uuid4(), "", ""))
    watches = [Stopwatch(recognizer, loop.time) for _ in range(speakers)]
    talking = [
        asyncio.create_task(
            Captioner(
                f"TR_{number}", who, recognizer=watch, gate=watch, segment_store=room, sink=room, clock=clock
            ).run(_spoken(sounds, number, speakers))
        )
        for number, watch in enumerate(watches)
    ]
    await asyncio.wait(talking, timeout=seconds)
    latency_ms = p95([each for watch in watches for each in watch.latencies_ms()])
    for task in talking:
        task.cancel()
    await asyncio.gather(*talking, return_exceptions=True)
    return latency_ms


async def _spoken(sounds: list[Sound], number: int, speakers: int) -> AsyncIterator[Sound]:
    """Yield a speaker's frames in real time; speakers begin one after the other within an utterance."""
    loop = asyncio.get_running_loop()
    quiet = np.zeros(int(PAUSE_S * SAMPLE_RATE_HZ), np.int16)
    whole = np.concatenate([part for sound in sounds for part in (sound, quiet)])
    at, due_s = number * len(whole) // max(1, speakers), loop.time()
    while True:
        due_s += FRAME_SAMPLES / SAMPLE_RATE_HZ
        await asyncio.sleep(max(0.0, due_s - loop.time()))
        yield np.take(whole, range(at, at + FRAME_SAMPLES), mode="wrap")
        at += FRAME_SAMPLES
