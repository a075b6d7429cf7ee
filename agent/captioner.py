"""Captions one audio track: takes frames, stores segments, then publishes them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import numpy as np
import structlog
from numpy.typing import NDArray

from agent.caption_meter import CaptionMeter
from agent.caption_publisher import CaptionSink
from agent.engine_guard import EngineGuard
from agent.faults import Faults
from agent.interim_throttle import InterimThrottle
from agent.job_metrics import BACKLOG, NOT_STORED, OVERRUNS, TRACKS
from agent.job_shedding import JobShedding
from agent.meeting_clock import MeetingClock, TrackClock
from agent.recognizer import (
    BYTES_PER_MS,
    SAMPLE_RATE_HZ,
    FinalHypothesis,
    Hypothesis,
    InterimHypothesis,
    MissedSpeech,
    Recognizer,
    on_meeting_clock,
)
from agent.refinements import Refinements
from agent.segment_records import Speaker
from agent.segment_store import SegmentNotStoredError
from agent.segment_writer import SegmentStore, SegmentWriter, WrittenFinal
from agent.spoken_audio import SpokenAudio
from agent.stored_finals import StoredFinal
from agent.voice_gate import (
    ONSET_MS,
    SpeechAudio,
    SpeechEnded,
    SpeechStarted,
    VadEvent,
    VoiceGate,
    merge_speech_audio,
)
from server.logs import failure

MAX_BACKLOG_MS = 60_000
"""Limit of gated speech queued for an engine; speech beyond it is not captioned and is recorded as a gap."""

Frames = AsyncIterator[NDArray[np.int16]]
log = structlog.get_logger()


class Captioner:
    """Transcribes one track from its first frame to its last."""

    def __init__(
        self,
        track: str,
        speaker: "asyncio.Future[Speaker]",
        *,
        recognizer: Recognizer,
        segment_store: SegmentStore,
        sink: CaptionSink,
        clock: MeetingClock,
        faults: Faults | None = None,
        gate: VoiceGate | None = None,
        language: str = "",
        refinements: Refinements | None = None,
        shedding: JobShedding | None = None,
    ) -> None:
        """`speaker` is done once the arrival is stored and the clock runs; if cancelled nothing is stored."""
        self._track = track
        self._speaker = speaker
        self._recognizer = recognizer
        self._segment_store = segment_store
        self._sink = sink
        self._clock = clock
        faults = faults or Faults()
        self._meter = CaptionMeter(clock, recognizer.name, language, faults.lag)
        self._place = TrackClock()
        self._gate = gate or VoiceGate()
        self._vad_events: asyncio.Queue[tuple[VadEvent, int] | None] = asyncio.Queue()
        self._backlog_ms = 0
        shed = shedding or JobShedding(faults)
        self._interim_throttle = InterimThrottle(lambda: shed.interim_interval_s)
        self._engine = EngineGuard(track, recognizer, self._interim_throttle.put, faults, shed.load)
        self._refinements = refinements
        self._spoken = SpokenAudio()
        self._overrun_from_ms: int | None = None
        self._end_ms = 0

    async def run(self, frames: Frames) -> None:
        """Caption until the frames end; every final is stored and published when this returns.

        On an error, but not on cancellation, the hypotheses so far are stored before it is raised.
        """
        writing = asyncio.create_task(self._write())
        TRACKS.inc()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._recognize())
                async for pcm in frames:
                    self._take(pcm)
                self.flush()
                self._note_overrun()
                self._engine.hurry()
                self._vad_events.put_nowait(None)
        except asyncio.CancelledError:
            writing.cancel()
            raise
        finally:
            self._interim_throttle.close()
            await asyncio.wait([writing])
            self._engine.close()
            TRACKS.dec()
            BACKLOG.dec(self._backlog_ms / 1000)

    def flush(self) -> None:
        """End the utterance now: the microphone was muted or the track is gone."""
        for event in self._gate.flush():
            self._vad_events.put_nowait((event, 0))

    def _take(self, pcm: NDArray[np.int16]) -> None:
        duration_ms = len(pcm) * 1000 // SAMPLE_RATE_HZ
        self._end_ms = self._place.place(duration_ms, self._clock.now_ms()) + duration_ms
        for event in self._gate.feed(pcm):
            if not isinstance(event, SpeechStarted | SpeechAudio):
                self._vad_events.put_nowait((event, 0))
            elif self._has_capacity():
                self._put(event)

    def _has_capacity(self) -> bool:
        """Whether the backlog has room; if not, end the utterance. The next begins once there is room."""
        if self._backlog_ms <= MAX_BACKLOG_MS:
            return True
        if self._overrun_from_ms is None:
            log.error("caption_backlog_full", track=self._track, behind_ms=self._backlog_ms)
            OVERRUNS.inc()
            self._vad_events.put_nowait((SpeechEnded(), 0))
            self._overrun_from_ms = self._end_ms
        return False

    def _note_overrun(self) -> None:
        if self._overrun_from_ms is not None:
            self._interim_throttle.put(MissedSpeech(self._overrun_from_ms, self._end_ms, "overrun"))
        self._overrun_from_ms = None

    def _put(self, event: SpeechStarted | SpeechAudio) -> None:
        length_ms = len(event.pcm) // BYTES_PER_MS
        if self._overrun_from_ms is not None and isinstance(event, SpeechAudio):
            event = SpeechStarted(event.pcm, length_ms)
        self._note_overrun()
        self._backlog_ms += length_ms
        BACKLOG.inc(length_ms / 1000)
        start_ms = 0
        if isinstance(event, SpeechStarted):
            start_ms = self._end_ms - event.age_ms
            self._meter.voice(start_ms + max(0, length_ms - ONSET_MS))
        self._vad_events.put_nowait((event, start_ms))

    async def _recognize(self) -> None:
        while (waiting := await self._next_events())[-1] is not None:
            await self._handle_events(waiting)
        await self._handle_events(waiting[:-1])

    async def _next_events(self) -> list[tuple[VadEvent, int] | None]:
        """Wait for an event and take all that are queued: an engine that is behind catches up in one call."""
        items = [await self._vad_events.get()]
        while not self._vad_events.empty():
            items.append(self._vad_events.get_nowait())
        return items

    async def _handle_events(self, waiting: list[tuple[VadEvent, int] | None]) -> None:
        starts = [start_ms for event, start_ms in filter(None, waiting) if isinstance(event, SpeechStarted)]
        for event in merge_speech_audio([event for event, _ in filter(None, waiting)]):
            start_ms = starts.pop(0) if isinstance(event, SpeechStarted) else 0
            self._keep_audio(event, start_ms)
            with self._release_backlog(event):
                await self._engine.handle(event, start_ms)

    def _keep_audio(self, event: VadEvent, start_ms: int) -> None:
        if self._refinements is None:
            return
        if isinstance(event, SpeechStarted):
            self._spoken.begin(event.pcm, start_ms)
        elif isinstance(event, SpeechAudio):
            self._spoken.extend(event.pcm)

    @contextlib.contextmanager
    def _release_backlog(self, event: VadEvent) -> Iterator[None]:
        """Subtract the event from the backlog once the engine has taken it or failed on it."""
        try:
            yield
        finally:
            if isinstance(event, SpeechStarted | SpeechAudio):
                self._backlog_ms -= len(event.pcm) // BYTES_PER_MS
                BACKLOG.dec(len(event.pcm) // BYTES_PER_MS / 1000)

    async def _write(self) -> None:
        await asyncio.wait([self._speaker])
        if self._speaker.cancelled():
            return
        writer = SegmentWriter(
            self._track,
            self._speaker.result(),
            self._recognizer.name,
            self._segment_store,
            self._sink,
            self._meter,
        )
        while (hypothesis := await self._interim_throttle.next()) is not None:
            try:
                await self._note(writer, hypothesis)
            except SegmentNotStoredError as error:
                log.error("segment_not_stored", track=self._track, reason=str(error))
                NOT_STORED.inc()
                writer.forget()
            except Exception as error:  # noqa: BLE001  later segments must still be stored
                log.error("segment_failed", track=self._track, **failure(error))
                NOT_STORED.inc()
                writer.forget()

    async def _note(self, writer: SegmentWriter, hypothesis: Hypothesis) -> None:
        is_end = not isinstance(hypothesis, InterimHypothesis)
        pcm = self._spoken.take(hypothesis.start_ms, hypothesis.end_ms) if is_end else b""
        placed = on_meeting_clock(hypothesis, self._clock.offset_ms)
        written = await writer.note(placed)
        if written is not None and isinstance(placed, FinalHypothesis) and self._refinements is not None:
            self._refine(self._refinements, written, StoredFinal(written.caption, placed.words, pcm))

    @staticmethod
    def _refine(refinements: Refinements, written: WrittenFinal, final: StoredFinal) -> None:
        if written.caption.is_stored:
            refinements.add(final)
        elif refinements.keep(final):
            written.when_stored(lambda caption: refinements.add_late(final, caption))
