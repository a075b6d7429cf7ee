"""Stores segments in the transcript while they are spoken."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

import asyncpg
import structlog

from agent.faults import Faults
from agent.gap_meter import GapMeter
from agent.job_metrics import STORE_SECONDS
from agent.recognizer import TimedWord
from agent.room_lease import LeaseLostError, RoomLease
from agent.transient_retry import NEVER, retry_transient
from server.errors import IllegalStep
from server.meeting import gaps, lifecycle, transcripts
from server.meeting.database_errors import DATABASE_ERRORS, TRANSIENT_ERRORS
from server.meeting.ids import uuid7
from server.meeting.segment_rows import Words

FAULT_PART = "database"
log = structlog.get_logger()
Result = TypeVar("Result")


class SegmentNotStoredError(Exception):
    """The job may no longer write the segment, or the database rejects it for good."""


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """An open segment: its permanent id and sequence number."""

    id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """The participant a segment belongs to."""

    participant_id: UUID
    identity: str
    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap: speech that was not transcribed. Its id stays the same while it is extended."""

    id: UUID
    cause: gaps.Cause
    from_ms: int
    to_ms: int | None


class SegmentStore(Protocol):
    """The captioner's storage; every method may raise SegmentNotStoredError."""

    async def open(self, speaker: Speaker, start_ms: int, text: str) -> OpenSegment:
        """Open a segment."""

    async def grow(self, line: OpenSegment, text: str, end_ms: int) -> None:
        """Update the text of an open segment."""

    async def finish(
        self,
        line: OpenSegment,
        text: str,
        words: tuple[TimedWord, ...],
        confidence: float | None,
        end_ms: int,
    ) -> None:
        """Store the final text; it is committed when this returns. Word times are on the meeting's clock."""

    async def drop(self, line: OpenSegment) -> None:
        """Delete a segment that turned out to hold no speech."""

    async def note_gap(self, missing: Missing, speaker: Speaker | None) -> None:
        """Store a gap of one speaker, or of the whole room if `speaker` is None; a known id is extended."""


class TranscriptSegmentStore:
    """Writes to one transcript in PostgreSQL for as long as the room's lease is held.

    Every write is retried without limit while the database is unavailable. Afterwards the lease may have
    expired; it is then renewed before the write, because PostgreSQL refuses writes without a lease.
    """

    def __init__(
        self, transcript: transcripts.Transcript, engine: str, lease: RoomLease, faults: Faults
    ) -> None:
        self._transcript = transcript
        self._engine = engine
        self._lease = lease
        self._faults = faults
        self._gap_meter = GapMeter()
        self._is_closed = False

    @property
    def language(self) -> str:
        """The transcript's language."""
        return self._transcript.language

    def close(self) -> None:
        """Refuse further writes: another job holds the lease."""
        self._is_closed = True

    async def open(self, speaker: Speaker, start_ms: int, text: str) -> OpenSegment:
        """Open a segment."""
        segment_id = uuid7()
        segment = await self._write(
            lambda: transcripts.open_segment(
                self._transcript.id,
                participant_id=speaker.participant_id,
                speaker=speaker.name,
                language=self._transcript.language,
                engine=self._engine,
                start_ms=start_ms,
                text=text,
                segment_id=segment_id,
            )
        )
        return OpenSegment(segment.id, segment.seq)

    async def grow(self, line: OpenSegment, text: str, end_ms: int) -> None:
        """Update the text once, without retries: a later update replaces it."""
        try:
            if not self._is_closed:
                await transcripts.update_segment(line.id, text, end_ms)
        except DATABASE_ERRORS as error:
            log.warning("segment_not_updated", segment=str(line.id), error=type(error).__name__)

    async def finish(
        self,
        line: OpenSegment,
        text: str,
        words: tuple[TimedWord, ...],
        confidence: float | None,
        end_ms: int,
    ) -> None:
        """Store the final text."""
        noted = _noted(words)
        with STORE_SECONDS.time():
            await self._write(lambda: transcripts.finish_segment(line.id, text, noted, confidence, end_ms))

    async def refine(
        self, segment: UUID, revision: int, text: str, words: tuple[TimedWord, ...], confidence: float
    ) -> bool:
        """Replace the words of this revision; False if another one stands."""
        noted = _noted(words)
        row = await self._write(
            lambda: transcripts.refine_segment(segment, revision, text, noted, confidence)
        )
        return row is not None

    async def drop(self, line: OpenSegment) -> None:
        """Delete a segment that turned out to hold no speech."""
        await self._write(lambda: transcripts.discard_segment(line.id))

    async def note_gap(self, missing: Missing, speaker: Speaker | None) -> None:
        """Store or extend a gap."""
        who = speaker.participant_id if speaker else None
        room_id = self._transcript.room_id
        gap = gaps.Gap(missing.id, room_id, who, missing.cause, missing.from_ms, missing.to_ms)
        await self._write(lambda: gaps.add_gap(gap))
        self._gap_meter.noted(missing.id, missing.cause, missing.from_ms, missing.to_ms)

    async def end_gaps(self, at_ms: int, causes: tuple[gaps.Cause, ...] = gaps.CAUSES) -> None:
        """End the room's open gaps of these causes."""
        for ended in await self._write(lambda: gaps.end_gaps(self._transcript.room_id, at_ms, causes)):
            self._gap_meter.noted(ended.id, ended.cause, ended.from_ms, ended.to_ms)

    async def elapsed_ms(self) -> int:
        """Milliseconds since the meeting began, by the database's clock."""
        return await self._write(lambda: lifecycle.elapsed_ms(self._transcript.room_id))

    async def _write(self, write: Callable[[], Awaitable[Result]]) -> Result:
        """Run a write with retries; captions wait, because a segment is stored before it is published."""
        try:
            return await retry_transient(lambda: self._attempt(write), NEVER)
        except (IllegalStep, LeaseLostError, *DATABASE_ERRORS) as error:
            raise SegmentNotStoredError(type(error).__name__) from error

    async def _attempt(self, write: Callable[[], Awaitable[Result]]) -> Result:
        if self._is_closed:
            raise LeaseLostError
        try:
            await self._lease.hold()
            try:
                done = await write()
            except (IllegalStep, asyncpg.InsufficientPrivilegeError):
                await self._lease.renew()  # it may have expired while our clock stood still
                done = await write()
        except TRANSIENT_ERRORS:
            self._faults.begin(FAULT_PART, "database")
            raise
        self._faults.end(FAULT_PART)
        return done


def _noted(words: tuple[TimedWord, ...]) -> Words:
    return [{"w": word.w, "s": word.s, "e": word.e, "c": word.c} for word in words]
