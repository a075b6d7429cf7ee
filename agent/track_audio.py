"""The sound of one track on its way: read at 48 kHz, passed through stages, then captioned at 16 kHz.

The only place where a track's samples pass: a stage that silences stands before the one that records.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

from agent.audio_frames import STREAM_CAPACITY_FRAMES, STREAM_RATE_HZ, audio_frames
from agent.decimation import Decimator
from agent.meeting_clock import MeetingClock, TrackClock
from agent.segment_records import Speaker

Samples = NDArray[np.int16]
"""Mono."""


@dataclass(frozen=True, slots=True)
class Track:
    """A microphone, or shared sound, and whose it is."""

    sid: str
    identity: str
    """LiveKit's, of the person."""
    speaker: "asyncio.Future[Speaker]"
    """Done once the arrival is stored and the meeting's clock runs; cancelled if not to be heard."""


class Stage(Protocol):
    """What is done with a track's samples, frame by frame."""

    def take(self, pcm: Samples, start_ms: int) -> Samples:
        """Return the samples for the next stage, as many as came; `start_ms` is on the job's clock.

        Called for each frame as it arrives, so what a stage decides holds from the next frame on.
        """
        ...

    def close(self) -> None:
        """The track has ended; called once."""
        ...


class TrackAudio:
    """Runs a track's frames through its stages, also while nobody captions them."""

    def __init__(self, stream: rtc.AudioStream, clock: MeetingClock, stages: Iterable[Stage]) -> None:
        self._stream = stream
        self._clock = clock
        self._stages = tuple(stages)
        self._place = TrackClock()
        self._decimate = Decimator()
        self._waiting: deque[Samples] = deque(maxlen=STREAM_CAPACITY_FRAMES)
        self._came = asyncio.Event()
        self._is_over = False

    async def run(self) -> None:
        """Read the stream to its end; the stages are closed when this returns, or is cancelled."""
        try:
            async for pcm in audio_frames(self._stream):
                self._waiting.append(self._decimate.feed(self._staged(pcm)))
                self._came.set()
        finally:
            for stage in self._stages:
                stage.close()
            self._is_over = True
            self._came.set()

    async def frames(self) -> AsyncIterator[Samples]:
        """Yield what was not yielded before, at 16 kHz; a reader that is far behind loses the oldest."""
        while True:
            while self._waiting:
                yield self._waiting.popleft()
            if self._is_over:
                return
            self._came.clear()
            await self._came.wait()

    def _staged(self, pcm: Samples) -> Samples:
        duration_ms = len(pcm) * 1000 // STREAM_RATE_HZ
        start_ms = self._place.place(duration_ms, self._clock.now_ms())
        for stage in self._stages:
            pcm = stage.take(pcm, start_ms)
        return pcm
