"""Stores one speaker's hypotheses as segments, then publishes them as captions."""

import asyncio

from agent.caption_meter import CaptionMeter
from agent.caption_publisher import Caption, CaptionSink
from agent.recognizer import FinalHypothesis, Hypothesis, InterimHypothesis, MissedSpeech
from agent.segment_store import Missing, OpenSegment, SegmentStore, Speaker
from server.meeting.ids import uuid7

FIRST_FINAL = 1
"""Revision of a row that was finished once."""
UPDATE_INTERVAL_S = 1.0
"""Minimum interval between updates of a row: the most a crash can lose of an unfinished sentence."""


class SegmentWriter:
    """Writer of one track; times are on the meeting's clock."""

    def __init__(
        self,
        track: str,
        speaker: Speaker,
        engine: str,
        segment_store: SegmentStore,
        sink: CaptionSink,
        meter: CaptionMeter,
    ) -> None:
        self._track = track
        self._speaker = speaker
        self._engine = engine
        self._segment_store = segment_store
        self._sink = sink
        self._meter = meter
        self._segment: OpenSegment | None = None
        self._missing: Missing | None = None
        self._start_ms = 0
        self._updated_at = 0.0

    def forget(self) -> None:
        """Abandon the open segment after a failed write; the next hypothesis opens another."""
        self._segment = None

    async def note(self, hypothesis: Hypothesis) -> Caption | None:
        """Store and publish a hypothesis; return a final with words. Raises SegmentNotStoredError."""
        if isinstance(hypothesis, MissedSpeech):
            await self._write_gap(hypothesis)
        elif isinstance(hypothesis, FinalHypothesis):
            return await self._write_final(hypothesis)
        elif hypothesis.text:
            await self._write_interim(hypothesis)
        return None

    async def _write_gap(self, speech: MissedSpeech) -> None:
        """Store a gap, extending the one before it if the cause is the same."""
        self._meter.missed(speech)
        before = self._missing
        if before is not None and before.cause == speech.cause:
            self._missing = Missing(before.id, speech.cause, before.from_ms, speech.end_ms)
        else:
            self._missing = Missing(uuid7(), speech.cause, speech.start_ms, speech.end_ms)
        await self._segment_store.note_gap(self._missing, self._speaker)

    async def _write_interim(self, hypothesis: InterimHypothesis) -> None:
        now = asyncio.get_running_loop().time()
        if self._segment is None:
            await self._open(hypothesis)
        elif now - self._updated_at >= UPDATE_INTERVAL_S:
            await self._segment_store.grow(self._segment, hypothesis.text, hypothesis.end_ms)
            self._updated_at = now
        await self._publish(hypothesis)

    async def _write_final(self, hypothesis: FinalHypothesis) -> Caption | None:
        if not hypothesis.text:
            if self._segment is not None:
                await self._segment_store.drop(self._segment)
                await self._publish(hypothesis)
            else:
                self._meter.silent(hypothesis)
            self._segment = None
            return None
        if self._segment is None:
            await self._open(hypothesis)
        assert self._segment is not None  # noqa: S101  set by _open()
        await self._segment_store.finish(
            self._segment, hypothesis.text, hypothesis.words, hypothesis.confidence, hypothesis.end_ms
        )
        self._meter.stored(hypothesis)
        caption = await self._publish(hypothesis)
        self._segment = self._missing = None
        return caption

    async def _open(self, hypothesis: InterimHypothesis | FinalHypothesis) -> None:
        self._segment = await self._segment_store.open(self._speaker, hypothesis.start_ms, hypothesis.text)
        self._start_ms = hypothesis.start_ms
        self._updated_at = asyncio.get_running_loop().time()

    async def _publish(self, hypothesis: InterimHypothesis | FinalHypothesis) -> Caption:
        assert self._segment is not None  # noqa: S101  only stored segments are published
        is_final = isinstance(hypothesis, FinalHypothesis)
        caption = Caption(
            segment=self._segment.id,
            seq=self._segment.seq,
            text=hypothesis.text,
            is_final=is_final,
            speaker=self._speaker.identity,
            name=self._speaker.name,
            track=self._track,
            engine=self._engine,
            start_ms=self._start_ms,
            end_ms=hypothesis.end_ms,
            confidence=hypothesis.confidence if isinstance(hypothesis, FinalHypothesis) else None,
            revision=FIRST_FINAL if is_final else 0,
        )
        await self._sink.show(caption)
        self._meter.sent(hypothesis)
        return caption
