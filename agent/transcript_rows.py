"""Stores a job's records in its transcript's rows; each write is idempotent and needs the room's lease."""

from datetime import UTC, datetime
from uuid import UUID

import structlog

from agent.job_metrics import NOT_STORED
from agent.segment_records import DropRecord, FinalRecord, GapRecord, Missing, OpenSegment, Record, Speaker
from server.errors import IllegalStep
from server.meeting import gaps, presence, transcripts
from server.meeting.db import transaction
from server.meeting.participants import participant_by_identity
from server.meeting.unfinished_segments import discard_segment

log = structlog.get_logger()


class TranscriptRows:
    """Writer of one transcript. Raises IllegalStep and the database's errors."""

    def __init__(self, transcript: transcripts.Transcript, engine: str) -> None:
        self.transcript = transcript
        self._engine = engine
        self._participants: dict[str, UUID] = {}

    async def open(self, line: OpenSegment, text: str) -> int:
        """Open a segment; returns its `seq`."""
        segment = await transcripts.open_segment(
            self.transcript.id,
            participant_id=await self.participant(line.speaker, datetime.now(UTC)),
            speaker=line.speaker.name,
            language=self.transcript.language,
            engine=self._engine,
            start_ms=line.start_ms,
            text=text,
            segment_id=line.id,
        )
        return segment.seq

    async def finish(self, final: FinalRecord) -> int:
        """Store the final of an open segment; returns its `seq`."""
        segment = await transcripts.finish_segment(
            final.segment, final.text, final.words, final.confidence, final.end_ms, final.delay_ms
        )
        return segment.seq

    async def store(self, record: Record) -> int | None:
        """Store a record that waited; returns the `seq` of a final."""
        if isinstance(record, FinalRecord):
            return await self._store_final(record)
        if isinstance(record, DropRecord):
            await discard_segment(record.segment)
        else:
            await self.add_gap(record)
        return None

    async def add_gap(self, record: GapRecord) -> None:
        """Store or extend a gap."""
        who = await self.participant(record.speaker, record.noted_at) if record.speaker else None
        await gaps.add_gap(gap_of(self.transcript.room_id, who, record.missing))

    async def participant(self, speaker: Speaker, at: datetime) -> UUID:
        """Return the speaker's row; it is created if their arrival is not stored yet.

        Raises IllegalStep for somebody whom a host removed.
        """
        known = speaker.participant_id or self._participants.get(speaker.identity)
        if known is not None:
            return known
        room_id = self.transcript.room_id
        row = await participant_by_identity(room_id, speaker.identity)
        if row is None:
            row = await presence.record_arrival(room_id, speaker.identity, speaker.name, at)
        if row.status == "removed":
            raise IllegalStep("That person was removed.")
        self._participants[speaker.identity] = row.id
        return row.id

    async def _store_final(self, final: FinalRecord) -> int:
        who = await self.participant(final.speaker, final.noted_at)
        line = OpenSegment(
            final.segment, None, Speaker(who, final.speaker.identity, final.speaker.name), final.start_ms
        )
        async with transaction():
            await self.open(line, final.text)
            return await self.finish(final)


def count_refused(record: Record, error: Exception) -> None:
    """Log and count a record that waited and that the database rejects for good."""
    log.error("segment_not_stored", kind=record.kind, reason=type(error).__name__)
    NOT_STORED.inc()


def gap_of(room_id: UUID, who: UUID | None, missing: Missing) -> gaps.Gap:
    """The row of a gap."""
    return gaps.Gap(missing.id, room_id, who, missing.cause, missing.from_ms, missing.to_ms)
