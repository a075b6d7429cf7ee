"""One captioner a microphone: frames in; segments stored, then shown, out."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import structlog
from numpy.typing import NDArray

from agent.caption_publisher import Caption, CaptionSink
from agent.interim_throttle import InterimThrottle
from agent.meeting_clock import MeetingClock, TrackClock
from agent.recognizer import (
    BYTES_PER_MS,
    SAMPLE_RATE_HZ,
    FinalHypothesis,
    Hypothesis,
    InterimHypothesis,
    Recognizer,
    Utterance,
    shifted,
)
from agent.segment_store import OpenSegment, SegmentNotStoredError, SegmentStore, Speaker
from agent.voice_gate import (
    SpeechAudio,
    SpeechEnded,
    SpeechPaused,
    SpeechStarted,
    VadEvent,
    VoiceGate,
    merge_speech_audio,
)

UPDATE_INTERVAL_S = 1.0
"""A row grows at most so often: what a crash can cost of an unfinished sentence."""
MAX_BACKLOG_MS = 60_000
"""Gated speech that may wait for an engine; what comes after is not captioned, and the log says so."""

Frames = AsyncIterator[NDArray[np.int16]]
log = structlog.get_logger()


class Captioner:
    """Hears one track from its first frame to its last."""

    def __init__(
        self,
        track: str,
        speaker: Speaker,
        *,
        recognizer: Recognizer,
        segment_store: SegmentStore,
        sink: CaptionSink,
        clock: MeetingClock,
        gate: VoiceGate | None = None,
    ) -> None:
        self._track = track
        self._speaker = speaker
        self._recognizer = recognizer
        self._clock = clock
        self._place = TrackClock()
        self._gate = gate or VoiceGate()
        self._vad_events: asyncio.Queue[tuple[VadEvent, int] | None] = asyncio.Queue()
        self._backlog_ms = 0
        self._interim_throttle = InterimThrottle()
        self._segment_writer = _SegmentWriter(track, speaker, recognizer.name, segment_store, sink)
        self._utterance: Utterance | None = None
        self._start_ms = 0
        self._is_overrun = False

    async def run(self, frames: Frames) -> None:
        """Caption until the frames end; every final is stored and shown when this returns."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._recognize())
            tasks.create_task(self._write())
            async for pcm in frames:
                self._take(pcm)
            self.flush()
            self._vad_events.put_nowait(None)
        self._recognizer.forget(self._track)

    def flush(self) -> None:
        """End the utterance now: the microphone was muted or the track is gone."""
        for event in self._gate.flush():
            self._vad_events.put_nowait((event, 0))

    def _take(self, pcm: NDArray[np.int16]) -> None:
        duration_ms = len(pcm) * 1000 // SAMPLE_RATE_HZ
        end_ms = self._place.place(duration_ms, self._clock.now_ms()) + duration_ms
        for event in self._gate.feed(pcm):
            if not isinstance(event, SpeechStarted | SpeechAudio):
                self._vad_events.put_nowait((event, 0))
            elif self._has_capacity():
                self._put(event, end_ms)

    def _has_capacity(self) -> bool:
        """When there is none the utterance ends here; the next one begins where there is room again."""
        if self._backlog_ms <= MAX_BACKLOG_MS:
            return True
        if not self._is_overrun:
            log.error("captions_behind", track=self._track, behind_ms=self._backlog_ms)
            self._vad_events.put_nowait((SpeechEnded(), 0))
        self._is_overrun = True
        return False

    def _put(self, event: SpeechStarted | SpeechAudio, end_ms: int) -> None:
        length_ms = len(event.pcm) // BYTES_PER_MS
        if self._is_overrun and isinstance(event, SpeechAudio):
            event = SpeechStarted(event.pcm, length_ms)
        self._is_overrun = False
        self._backlog_ms += length_ms
        start_ms = max(0, end_ms - event.age_ms) if isinstance(event, SpeechStarted) else 0
        self._vad_events.put_nowait((event, start_ms))

    async def _recognize(self) -> None:
        try:
            while (waiting := await self._waiting())[-1] is not None:
                await self._handle_events(waiting)
            await self._handle_events(waiting[:-1])
        finally:
            self._interim_throttle.close()

    async def _waiting(self) -> list[tuple[VadEvent, int] | None]:
        """All that has come; more than one frame's when the engine is behind, to be caught up in one call."""
        items = [await self._vad_events.get()]
        while not self._vad_events.empty():
            items.append(self._vad_events.get_nowait())
        return items

    async def _handle_events(self, waiting: list[tuple[VadEvent, int] | None]) -> None:
        starts = [start_ms for event, start_ms in filter(None, waiting) if isinstance(event, SpeechStarted)]
        for event in merge_speech_audio([event for event, _ in filter(None, waiting)]):
            if isinstance(event, SpeechStarted):
                self._start_ms = starts.pop(0)
            await self._handle_event(event)

    async def _handle_event(self, event: VadEvent) -> None:
        if isinstance(event, SpeechStarted):
            self._utterance = await self._recognizer.begin(self._track, self._heard)
            await self._feed(self._utterance, event.pcm)
        elif self._utterance is None:
            return
        elif isinstance(event, SpeechAudio):
            await self._feed(self._utterance, event.pcm)
        elif isinstance(event, SpeechPaused):
            await self._utterance.pause()
        else:
            utterance, self._utterance = self._utterance, None
            await utterance.finish()

    async def _feed(self, utterance: Utterance, pcm: bytes) -> None:
        await utterance.feed(pcm)
        self._backlog_ms -= len(pcm) // BYTES_PER_MS

    def _heard(self, hypothesis: Hypothesis) -> None:
        self._interim_throttle.put(shifted(hypothesis, self._start_ms))

    async def _write(self) -> None:
        while (hypothesis := await self._interim_throttle.next()) is not None:
            try:
                await self._segment_writer.note(hypothesis)
            except SegmentNotStoredError as error:
                log.error("caption_not_written", track=self._track, reason=str(error))
                self._segment_writer.forget()


class _SegmentWriter:
    """Writes one speaker's hypotheses: the row first, the caption after."""

    def __init__(
        self, track: str, speaker: Speaker, engine: str, segment_store: SegmentStore, sink: CaptionSink
    ) -> None:
        self._track = track
        self._speaker = speaker
        self._engine = engine
        self._segment_store = segment_store
        self._sink = sink
        self._line: OpenSegment | None = None
        self._start_ms = 0
        self._grown_at = 0.0

    def forget(self) -> None:
        """Begin anew: the open segment is not ours any more."""
        self._line = None

    async def note(self, hypothesis: Hypothesis) -> None:
        """Store and show; raises SegmentNotStoredError."""
        if isinstance(hypothesis, FinalHypothesis):
            await self._final(hypothesis)
        elif hypothesis.text:
            await self._interim(hypothesis)

    async def _interim(self, hypothesis: InterimHypothesis) -> None:
        now = asyncio.get_running_loop().time()
        if self._line is None:
            await self._open(hypothesis)
        elif now - self._grown_at >= UPDATE_INTERVAL_S:
            await self._segment_store.grow(self._line, hypothesis.text, hypothesis.end_ms)
            self._grown_at = now
        await self._show(hypothesis)

    async def _final(self, hypothesis: FinalHypothesis) -> None:
        if not hypothesis.text:
            if self._line is not None:
                await self._segment_store.drop(self._line)
                await self._show(hypothesis)
            self._line = None
            return
        if self._line is None:
            await self._open(hypothesis)
        assert self._line is not None  # noqa: S101  _open() set it
        await self._segment_store.finish(
            self._line, hypothesis.text, hypothesis.words, hypothesis.confidence, hypothesis.end_ms
        )
        await self._show(hypothesis)
        self._line = None

    async def _open(self, hypothesis: Hypothesis) -> None:
        self._line = await self._segment_store.open(self._speaker, hypothesis.start_ms, hypothesis.text)
        self._start_ms = hypothesis.start_ms
        self._grown_at = asyncio.get_running_loop().time()

    async def _show(self, hypothesis: Hypothesis) -> None:
        assert self._line is not None  # noqa: S101  only what is written is shown
        await self._sink.show(
            Caption(
                segment=self._line.id,
                seq=self._line.seq,
                text=hypothesis.text,
                is_final=isinstance(hypothesis, FinalHypothesis),
                speaker=self._speaker.identity,
                name=self._speaker.name,
                track=self._track,
                engine=self._engine,
                start_ms=self._start_ms,
                end_ms=hypothesis.end_ms,
                confidence=hypothesis.confidence if isinstance(hypothesis, FinalHypothesis) else None,
            )
        )
