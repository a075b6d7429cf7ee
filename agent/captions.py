"""One captioner a microphone: frames in; segments stored, then shown, out."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import structlog
from numpy.typing import NDArray

from agent.clock import MeetingClock, TrackClock
from agent.gate import Closed, Cue, Opened, Paused, Voice, VoiceGate, joined
from agent.notebook import Line, Notebook, NotWrittenError, Speaker
from agent.pace import Pace
from agent.publish import Caption, Sink
from agent.recognizer import (
    BYTES_PER_MS,
    SAMPLE_RATE_HZ,
    Final,
    Hearing,
    Interim,
    Recognizer,
    Utterance,
    Word,
)

GROW_S = 1.0
"""A row grows at most so often: what a crash can cost of an unfinished sentence."""
MAX_BEHIND_MS = 60_000
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
        notebook: Notebook,
        sink: Sink,
        clock: MeetingClock,
        gate: VoiceGate | None = None,
    ) -> None:
        self._track = track
        self._speaker = speaker
        self._recognizer = recognizer
        self._clock = clock
        self._place = TrackClock()
        self._gate = gate or VoiceGate()
        self._cues: asyncio.Queue[tuple[Cue, int] | None] = asyncio.Queue()
        self._behind_ms = 0
        self._pace = Pace()
        self._scribe = _Scribe(track, speaker, recognizer.name, notebook, sink)
        self._utterance: Utterance | None = None
        self._start_ms = 0
        self._is_deaf = False

    async def run(self, frames: Frames) -> None:
        """Caption until the frames end; every final is stored and shown when this returns."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._hear())
            tasks.create_task(self._write())
            async for pcm in frames:
                self._take(pcm)
            self.flush()
            self._cues.put_nowait(None)
        self._recognizer.forget(self._track)

    def flush(self) -> None:
        """End the utterance now: the microphone was muted or the track is gone."""
        for cue in self._gate.flush():
            self._cues.put_nowait((cue, 0))

    def _take(self, pcm: NDArray[np.int16]) -> None:
        duration_ms = len(pcm) * 1000 // SAMPLE_RATE_HZ
        end_ms = self._place.place(duration_ms, self._clock.now_ms()) + duration_ms
        for cue in self._gate.feed(pcm):
            if not isinstance(cue, Opened | Voice):
                self._cues.put_nowait((cue, 0))
            elif self._has_room():
                self._put(cue, end_ms)

    def _has_room(self) -> bool:
        """When there is none the utterance ends here; the next one begins where there is room again."""
        if self._behind_ms <= MAX_BEHIND_MS:
            return True
        if not self._is_deaf:
            log.error("captions_behind", track=self._track, behind_ms=self._behind_ms)
            self._cues.put_nowait((Closed(), 0))
        self._is_deaf = True
        return False

    def _put(self, cue: Opened | Voice, end_ms: int) -> None:
        length_ms = len(cue.pcm) // BYTES_PER_MS
        if self._is_deaf and isinstance(cue, Voice):
            cue = Opened(cue.pcm, length_ms)
        self._is_deaf = False
        self._behind_ms += length_ms
        start_ms = max(0, end_ms - cue.age_ms) if isinstance(cue, Opened) else 0
        self._cues.put_nowait((cue, start_ms))

    async def _hear(self) -> None:
        try:
            while (waiting := await self._waiting())[-1] is not None:
                await self._act_on(waiting)
            await self._act_on(waiting[:-1])
        finally:
            self._pace.close()

    async def _waiting(self) -> list[tuple[Cue, int] | None]:
        """All that has come; more than one frame's when the engine is behind, to be caught up in one call."""
        items = [await self._cues.get()]
        while not self._cues.empty():
            items.append(self._cues.get_nowait())
        return items

    async def _act_on(self, waiting: list[tuple[Cue, int] | None]) -> None:
        starts = [start_ms for cue, start_ms in filter(None, waiting) if isinstance(cue, Opened)]
        for cue in joined([cue for cue, _ in filter(None, waiting)]):
            if isinstance(cue, Opened):
                self._start_ms = starts.pop(0)
            await self._act(cue)

    async def _act(self, cue: Cue) -> None:
        if isinstance(cue, Opened):
            self._utterance = await self._recognizer.begin(self._track, self._heard)
            await self._feed(self._utterance, cue.pcm)
        elif self._utterance is None:
            return
        elif isinstance(cue, Voice):
            await self._feed(self._utterance, cue.pcm)
        elif isinstance(cue, Paused):
            await self._utterance.pause()
        else:
            utterance, self._utterance = self._utterance, None
            await utterance.finish()

    async def _feed(self, utterance: Utterance, pcm: bytes) -> None:
        await utterance.feed(pcm)
        self._behind_ms -= len(pcm) // BYTES_PER_MS

    def _heard(self, hearing: Hearing) -> None:
        self._pace.put(_on_the_clock(hearing, self._start_ms))

    async def _write(self) -> None:
        while (hearing := await self._pace.next()) is not None:
            try:
                await self._scribe.note(hearing)
            except NotWrittenError as error:
                log.error("caption_not_written", track=self._track, reason=str(error))
                self._scribe.forget()


def _on_the_clock(hearing: Hearing, base_ms: int) -> Hearing:
    if isinstance(hearing, Interim):
        return Interim(hearing.text, hearing.start_ms + base_ms, hearing.end_ms + base_ms)
    words = tuple(Word(word.w, word.s + base_ms, word.e + base_ms, word.c) for word in hearing.words)
    return Final(
        hearing.text, hearing.start_ms + base_ms, hearing.end_ms + base_ms, words, hearing.confidence
    )


class _Scribe:
    """Writes one speaker's hearings: the row first, the caption after."""

    def __init__(self, track: str, speaker: Speaker, engine: str, notebook: Notebook, sink: Sink) -> None:
        self._track = track
        self._speaker = speaker
        self._engine = engine
        self._notebook = notebook
        self._sink = sink
        self._line: Line | None = None
        self._start_ms = 0
        self._grown_at = 0.0

    def forget(self) -> None:
        """Begin anew: the open segment is not ours any more."""
        self._line = None

    async def note(self, hearing: Hearing) -> None:
        """Store and show; raises NotWrittenError."""
        if isinstance(hearing, Final):
            await self._final(hearing)
        elif hearing.text:
            await self._interim(hearing)

    async def _interim(self, hearing: Interim) -> None:
        now = asyncio.get_running_loop().time()
        if self._line is None:
            await self._open(hearing)
        elif now - self._grown_at >= GROW_S:
            await self._notebook.grow(self._line, hearing.text, hearing.end_ms)
            self._grown_at = now
        await self._show(hearing)

    async def _final(self, hearing: Final) -> None:
        if not hearing.text:
            if self._line is not None:
                await self._notebook.drop(self._line)
                await self._show(hearing)
            self._line = None
            return
        if self._line is None:
            await self._open(hearing)
        assert self._line is not None  # noqa: S101  _open() set it
        await self._notebook.finish(
            self._line, hearing.text, hearing.words, hearing.confidence, hearing.end_ms
        )
        await self._show(hearing)
        self._line = None

    async def _open(self, hearing: Hearing) -> None:
        self._line = await self._notebook.open(self._speaker, hearing.start_ms, hearing.text)
        self._start_ms = hearing.start_ms
        self._grown_at = asyncio.get_running_loop().time()

    async def _show(self, hearing: Hearing) -> None:
        assert self._line is not None  # noqa: S101  only what is written is shown
        await self._sink.show(
            Caption(
                segment=self._line.id,
                seq=self._line.seq,
                text=hearing.text,
                is_final=isinstance(hearing, Final),
                speaker=self._speaker.identity,
                name=self._speaker.name,
                track=self._track,
                engine=self._engine,
                start_ms=self._start_ms,
                end_ms=hearing.end_ms,
                confidence=hearing.confidence if isinstance(hearing, Final) else None,
            )
        )
