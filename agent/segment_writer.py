"""Writes one speaker's hypotheses: the row first, the caption after."""

import asyncio

from agent.caption_publisher import Caption, CaptionSink
from agent.recognizer import FinalHypothesis, Hypothesis, InterimHypothesis, MissedSpeech
from agent.segment_store import Missing, OpenSegment, SegmentStore, Speaker
from server.meeting.ids import uuid7

UPDATE_INTERVAL_S = 1.0
"""A row grows at most so often: what a crash can cost of an unfinished sentence."""


class SegmentWriter:
    """One track's; times are on the meeting's clock."""

    def __init__(
        self, track: str, speaker: Speaker, engine: str, segment_store: SegmentStore, sink: CaptionSink
    ) -> None:
        self._track = track
        self._speaker = speaker
        self._engine = engine
        self._segment_store = segment_store
        self._sink = sink
        self._line: OpenSegment | None = None
        self._missing: Missing | None = None
        self._start_ms = 0
        self._grown_at = 0.0

    def forget(self) -> None:
        """Begin anew: the open segment is not ours any more."""
        self._line = None

    async def note(self, hypothesis: Hypothesis) -> None:
        """Store and show; raises SegmentNotStoredError."""
        if isinstance(hypothesis, MissedSpeech):
            await self._missed(hypothesis)
        elif isinstance(hypothesis, FinalHypothesis):
            await self._final(hypothesis)
        elif hypothesis.text:
            await self._interim(hypothesis)

    async def _missed(self, speech: MissedSpeech) -> None:
        """What goes on being missed for one cause is one gap."""
        before = self._missing
        if before is not None and before.cause == speech.cause:
            self._missing = Missing(before.id, speech.cause, before.from_ms, speech.end_ms)
        else:
            self._missing = Missing(uuid7(), speech.cause, speech.start_ms, speech.end_ms)
        await self._segment_store.note_gap(self._missing, self._speaker)

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
        self._line = self._missing = None

    async def _open(self, hypothesis: InterimHypothesis | FinalHypothesis) -> None:
        self._line = await self._segment_store.open(self._speaker, hypothesis.start_ms, hypothesis.text)
        self._start_ms = hypothesis.start_ms
        self._grown_at = asyncio.get_running_loop().time()

    async def _show(self, hypothesis: InterimHypothesis | FinalHypothesis) -> None:
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
