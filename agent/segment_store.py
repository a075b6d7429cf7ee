"""Stores segments in the transcript while they are spoken, or keeps them while the database is away."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import structlog

from agent.database_outage import DatabaseOutage, OnStored
from agent.faults import Faults
from agent.gap_meter import GapMeter
from agent.job_metrics import STORE_SECONDS
from agent.recognizer import FinalHypothesis, TimedWord
from agent.room_lease import LeaseLostError, RoomLease
from agent.segment_journal import SegmentJournal
from agent.segment_records import DropRecord, FinalRecord, GapRecord, Missing, OpenSegment, Record, Speaker
from agent.transcript_rows import TranscriptRows
from agent.transient_retry import NEVER, retry_transient
from server.errors import IllegalStep
from server.meeting import gaps, lifecycle, transcripts
from server.meeting.database_errors import DATABASE_ERRORS, TRANSIENT_ERRORS
from server.meeting.segment_rows import Words

FAULT_PART = "database"
PATIENCE_S = 2.0
"""A write that takes longer, with its retries, begins an outage: captions no longer wait for the database."""
log = structlog.get_logger()
Result = TypeVar("Result")


class SegmentNotStoredError(Exception):
    """The job may no longer write the segment, or the database rejects it for good."""


class DatabaseAwayError(Exception):
    """The database is unavailable: what must be stored is kept for later."""


class TranscriptSegmentStore:
    """Writes to one transcript in PostgreSQL for as long as the room's lease is held.

    While the database is away finals, gaps and removals wait in a journal. Afterwards the lease may have
    expired; it is then renewed before the first write, because PostgreSQL refuses writes without a lease.
    """

    def __init__(
        self,
        transcript: transcripts.Transcript,
        engine: str,
        lease: RoomLease,
        faults: Faults,
        journal: SegmentJournal,
    ) -> None:
        self._rows = TranscriptRows(transcript, engine)
        self._lease = lease
        self._faults = faults
        self._gap_meter = GapMeter()
        self._is_closed = False
        self._outage = DatabaseOutage(journal, lease.renew, self._store_late)

    @property
    def language(self) -> str:
        """The transcript's language."""
        return self._rows.transcript.language

    @property
    def _room_id(self) -> UUID:
        return self._rows.transcript.room_id

    def close(self) -> None:
        """Refuse further writes: another job holds the lease."""
        self._is_closed = True

    async def settle(self, within_s: float) -> None:
        """Wait for what the journal holds to be stored."""
        await self._outage.settle(within_s)

    async def aclose(self) -> None:
        """Leave what is not stored to the next job of the room."""
        self.close()
        await self._outage.aclose()

    async def open(self, line: OpenSegment, text: str) -> OpenSegment:
        """Open a segment; without `seq` if the database is away."""
        try:
            seq = await self._write(lambda: self._rows.open(line, text))
        except DatabaseAwayError:
            return line
        return replace(line, seq=seq)

    async def grow(self, line: OpenSegment, text: str, end_ms: int) -> OpenSegment:
        """Update the text, or open the segment now; on failure a later update replaces it."""
        try:
            if line.seq is None:
                return await self.open(line, text)
            await self._write(lambda: transcripts.update_segment(line.id, text, end_ms))
        except DatabaseAwayError:
            pass
        except SegmentNotStoredError as error:
            log.warning("segment_not_updated", segment=str(line.id), error=str(error))
        return line

    async def finish(
        self, line: OpenSegment, final: FinalHypothesis, delay_ms: int, stored: OnStored
    ) -> int | None:
        """Store the final text, or keep it in the journal."""
        record = FinalRecord(
            line.id,
            line.speaker,
            line.start_ms,
            final.end_ms,
            final.text,
            _noted(final.words),
            final.confidence,
            datetime.now(UTC),
            delay_ms,
        )
        store = self._rows.store if line.seq is None else self._rows.finish
        try:
            with STORE_SECONDS.time():
                return await self._write(lambda: store(record))
        except DatabaseAwayError:
            await self._outage.keep(record, stored)
        return None

    async def refine(
        self, segment: UUID, revision: int, text: str, words: tuple[TimedWord, ...], confidence: float
    ) -> bool:
        """Replace the words of this revision; False if another one stands."""
        noted = _noted(words)
        row = await self.write(lambda: transcripts.refine_segment(segment, revision, text, noted, confidence))
        return row is not None

    async def drop(self, line: OpenSegment) -> None:
        """Delete a segment that turned out to hold no speech."""
        await self._write_or_keep(DropRecord(line.id))

    async def note_gap(self, missing: Missing, speaker: Speaker | None) -> None:
        """Store or extend a gap."""
        await self._write_or_keep(GapRecord(missing, speaker, datetime.now(UTC)))
        self._gap_meter.noted(missing.id, missing.cause, missing.from_ms, missing.to_ms)

    async def note_late_start(self, at_ms: int) -> None:
        """Store the gap before the room's first transcriber; does nothing if there was another."""
        gap = await self.write(lambda: gaps.note_late_start(self._room_id, at_ms))
        if gap is not None:
            self._gap_meter.noted(gap.id, gap.cause, gap.from_ms, gap.to_ms)

    async def end_gaps(self, at_ms: int, causes: tuple[gaps.Cause, ...] = gaps.FAILURES) -> None:
        """End the room's open gaps of these causes."""
        for ended in await self.write(lambda: gaps.end_gaps(self._room_id, at_ms, causes)):
            self._gap_meter.noted(ended.id, ended.cause, ended.from_ms, ended.to_ms)

    async def elapsed_ms(self) -> int:
        """Milliseconds since the meeting began, by the database's clock."""
        return await self.write(lambda: lifecycle.elapsed_ms(self._room_id))

    async def write(self, write: Callable[[], Awaitable[Result]]) -> Result:
        """Run a write of the room's job under its lease, with retries until the database is back.

        Raises SegmentNotStoredError.
        """
        try:
            return await retry_transient(lambda: self._attempt(write), NEVER)
        except (IllegalStep, LeaseLostError, *DATABASE_ERRORS) as error:
            raise SegmentNotStoredError(type(error).__name__) from error

    async def _write_or_keep(self, record: Record) -> None:
        try:
            await self._write(lambda: self._rows.store(record))
        except DatabaseAwayError:
            await self._outage.keep(record)

    async def _write(self, write: Callable[[], Awaitable[Result]]) -> Result:
        """Run a write within PATIENCE_S, during an outage not at all; raises DatabaseAwayError.

        An attempt without an answer is not cancelled: the server may still carry it out, and the outage waits
        for its end before anything else is written.
        """
        if self._outage.is_on and not self._is_closed:
            raise DatabaseAwayError
        attempt = asyncio.ensure_future(retry_transient(lambda: self._attempt(write), PATIENCE_S))
        try:
            await asyncio.wait([attempt], timeout=PATIENCE_S)
        except asyncio.CancelledError:
            attempt.cancel()
            raise
        if not attempt.done():
            self._begin_outage(attempt)
            raise DatabaseAwayError
        try:
            return attempt.result()
        except TRANSIENT_ERRORS as error:
            self._begin_outage()
            raise DatabaseAwayError from error
        except (IllegalStep, LeaseLostError, *DATABASE_ERRORS) as error:
            raise SegmentNotStoredError(type(error).__name__) from error

    def _begin_outage(self, hung: "asyncio.Future[Result] | None" = None) -> None:
        self._faults.begin(FAULT_PART, "database")
        self._outage.begin(hung)

    async def _store_late(self, record: Record) -> int | None:
        return await self._attempt(lambda: self._rows.store(record))

    async def _attempt(self, write: Callable[[], Awaitable[Result]]) -> Result:
        if self._is_closed:
            raise LeaseLostError
        try:
            done = await self._lease.write(write)
        except TRANSIENT_ERRORS:
            self._faults.begin(FAULT_PART, "database")
            raise
        self._faults.end(FAULT_PART)
        return done


def _noted(words: tuple[TimedWord, ...]) -> Words:
    return [{"w": word.w, "s": word.s, "e": word.e, "c": word.c} for word in words]
