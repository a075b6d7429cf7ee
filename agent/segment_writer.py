"""Stores one speaker's hypotheses as segments, then publishes them as captions.

While the database is away they are published first, marked as not stored; finals are published once more when
they are stored.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from agent.caption_meter import CaptionMeter
from agent.caption_publisher import Caption, CaptionSink
from agent.database_outage import OnStored
from agent.recognizer import FinalHypothesis, Hypothesis, InterimHypothesis, MissedSpeech
from agent.segment_records import Missing, OpenSegment, Speaker
from server.meeting.ids import uuid7

FIRST_FINAL = 1
"""Revision of a row that was finished once."""
UPDATE_INTERVAL_S = 1.0
"""Minimum interval between updates of a row: the most a crash can lose of an unfinished sentence."""


class SegmentStore(Protocol):
    """The captioner's storage; every method may raise `segment_store.SegmentNotStoredError`."""

    async def open(self, line: OpenSegment, text: str) -> OpenSegment:
        """Open a segment; without `seq` if the database is away."""

    async def grow(self, line: OpenSegment, text: str, end_ms: int) -> OpenSegment:
        """Update the text of an open segment."""

    async def finish(
        self, line: OpenSegment, final: FinalHypothesis, delay_ms: int, stored: OnStored
    ) -> int | None:
        """Store the final text; it is committed when this returns its `seq`.

        None if the database is away: it is in the journal, and `stored` is called once it is committed. Times
        are on the meeting's clock; `delay_ms` is from the end of the words until now.
        """

    async def drop(self, line: OpenSegment) -> None:
        """Delete a segment that turned out to hold no speech."""

    async def note_gap(self, missing: Missing, speaker: Speaker | None) -> None:
        """Store a gap of one speaker, or of the whole room if `speaker` is None; a known id is extended."""


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
        self._updated_at = 0.0

    def forget(self) -> None:
        """Abandon the open segment after a failed write; the next hypothesis opens another."""
        self._segment = None

    async def note(self, hypothesis: Hypothesis) -> "WrittenFinal | None":
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
            self._segment = await self._segment_store.grow(self._segment, hypothesis.text, hypothesis.end_ms)
            self._updated_at = now
        await self._publish(self._caption(hypothesis), hypothesis)

    async def _write_final(self, hypothesis: FinalHypothesis) -> "WrittenFinal | None":
        if not hypothesis.text:
            if self._segment is not None:
                await self._segment_store.drop(self._segment)
                await self._publish(self._caption(hypothesis), hypothesis)
            else:
                self._meter.silent(hypothesis)
            self._segment = None
            return None
        if self._segment is None:
            await self._open(hypothesis)
        assert self._segment is not None  # noqa: S101  set by _open()
        written = WrittenFinal(replace(self._caption(hypothesis), is_stored=False), self._sink)
        seq = await self._segment_store.finish(
            self._segment, hypothesis, self._meter.age_ms(hypothesis.end_ms), written.stored
        )
        self._segment = self._missing = None
        if seq is None:
            await written.show()
            self._meter.sent(hypothesis)
        else:
            self._meter.stored(hypothesis)
            written.caption = replace(written.caption, seq=seq, is_stored=True)
            await self._publish(written.caption, hypothesis)
        return written

    async def _open(self, hypothesis: InterimHypothesis | FinalHypothesis) -> None:
        line = OpenSegment(uuid7(), None, self._speaker, hypothesis.start_ms)
        self._segment = await self._segment_store.open(line, hypothesis.text)
        self._updated_at = asyncio.get_running_loop().time()

    def _caption(self, hypothesis: InterimHypothesis | FinalHypothesis) -> Caption:
        assert self._segment is not None  # noqa: S101  only opened segments are published
        final = hypothesis if isinstance(hypothesis, FinalHypothesis) else None
        return Caption(
            segment=self._segment.id,
            seq=self._segment.seq,
            text=hypothesis.text,
            is_final=final is not None,
            speaker=self._speaker.identity,
            name=self._speaker.name,
            track=self._track,
            engine=self._engine,
            start_ms=self._segment.start_ms,
            end_ms=hypothesis.end_ms,
            confidence=final.confidence if final else None,
            words=final.words if final else (),
            revision=FIRST_FINAL if final else 0,
            is_stored=self._segment.seq is not None,
        )

    async def _publish(self, caption: Caption, hypothesis: InterimHypothesis | FinalHypothesis) -> None:
        await self._sink.show(caption)
        self._meter.sent(hypothesis)


class WrittenFinal:
    """A final that is stored; or shown before it is, then again with its `seq`, whichever comes first."""

    def __init__(self, caption: Caption, sink: CaptionSink) -> None:
        self.caption = caption
        self._sink = sink
        self._is_shown = False
        self._then: Callable[[Caption], None] | None = None

    def when_stored(self, then: Callable[[Caption], None]) -> None:
        """Call this once it is stored and shown, if it is not stored yet."""
        self._then = then

    async def show(self) -> None:
        """Show it, stored or not."""
        self._is_shown = True
        await self._sink.show(self.caption)

    async def stored(self, seq: int) -> None:
        """Show it again, now stored; if it was not shown yet, show() does."""
        self.caption = replace(self.caption, seq=seq, is_stored=True)
        if self._is_shown:
            await self._sink.show(self.caption)
        if self._then is not None:
            self._then(self.caption)
