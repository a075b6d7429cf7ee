"""Where segments are written as they are spoken: the agent's door to the transcript."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

import asyncpg
import structlog

from agent.faults import Faults
from agent.recognizer import TimedWord
from agent.room_lease import LeaseLostError, RoomLease
from agent.transient_retry import NEVER, retry_transient
from server.errors import IllegalStep
from server.meeting import gaps, lifecycle, transcripts
from server.meeting.database_errors import DATABASE_ERRORS, TRANSIENT_ERRORS
from server.meeting.ids import uuid7

PART = "database"
log = structlog.get_logger()
Result = TypeVar("Result")


class SegmentNotStoredError(Exception):
    """The segment is not ours to write any more, or the database will never take it."""


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """An open segment: the id and number it keeps."""

    id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words they are."""

    participant_id: UUID
    identity: str
    name: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A stretch of one speaker's words that is missing; its id stays while it grows."""

    id: UUID
    cause: gaps.Cause
    from_ms: int
    to_ms: int | None


class SegmentStore(Protocol):
    """What the captioner writes in; every method raises SegmentNotStoredError when it cannot."""

    async def open(self, speaker: Speaker, start_ms: int, text: str) -> OpenSegment:
        """Begin a segment."""

    async def grow(self, line: OpenSegment, text: str, end_ms: int) -> None:
        """Note what is heard so far."""

    async def finish(
        self,
        line: OpenSegment,
        text: str,
        words: tuple[TimedWord, ...],
        confidence: float | None,
        end_ms: int,
    ) -> None:
        """Store the final words; returns when they are safe. Word times are on the meeting's clock."""

    async def drop(self, line: OpenSegment) -> None:
        """Forget a segment that came to nothing."""

    async def note_gap(self, missing: Missing, speaker: Speaker | None) -> None:
        """Write down that words are missing: one speaker's, or everybody's."""


class TranscriptSegmentStore:
    """Writes to one transcript in PostgreSQL for as long as the room's lease is held.

    While the database is away every write waits for it, however long. When it is back the lease may have run
    out; then it is renewed before anything is written, for PostgreSQL refuses what comes without.
    """

    def __init__(
        self, transcript: transcripts.Transcript, engine: str, lease: RoomLease, faults: Faults
    ) -> None:
        self._transcript = transcript
        self._engine = engine
        self._lease = lease
        self._faults = faults
        self._is_closed = False

    def close(self) -> None:
        """Write nothing more: another job holds the room."""
        self._is_closed = True

    async def open(self, speaker: Speaker, start_ms: int, text: str) -> OpenSegment:
        """Begin a segment."""
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
        """Note what is heard so far; the next note will do when this one does not get through."""
        try:
            if not self._is_closed:
                await transcripts.update_segment(line.id, text, end_ms)
        except DATABASE_ERRORS as error:
            log.warning("segment_not_grown", segment=str(line.id), error=type(error).__name__)

    async def finish(
        self,
        line: OpenSegment,
        text: str,
        words: tuple[TimedWord, ...],
        confidence: float | None,
        end_ms: int,
    ) -> None:
        """Store the final words."""
        noted = [{"w": word.w, "s": word.s, "e": word.e, "c": word.c} for word in words]
        await self._write(lambda: transcripts.finish_segment(line.id, text, noted, confidence, end_ms))

    async def drop(self, line: OpenSegment) -> None:
        """Forget a segment that came to nothing."""
        await self._write(lambda: transcripts.discard_segment(line.id))

    async def note_gap(self, missing: Missing, speaker: Speaker | None) -> None:
        """Write down that words are missing."""
        who = speaker.participant_id if speaker else None
        room_id = self._transcript.room_id
        gap = gaps.Gap(missing.id, room_id, who, missing.cause, missing.from_ms, missing.to_ms)
        await self._write(lambda: gaps.add_gap(gap))

    async def end_gaps(self, at_ms: int, causes: tuple[gaps.Cause, ...] = gaps.CAUSES) -> None:
        """Note that everybody is heard again."""
        await self._write(lambda: gaps.end_gaps(self._transcript.room_id, at_ms, causes))

    async def elapsed_ms(self) -> int:
        """Ask how long the meeting has gone on."""
        return await self._write(lambda: lifecycle.elapsed_ms(self._transcript.room_id))

    async def _write(self, write: Callable[[], Awaitable[Result]]) -> Result:
        """Captions wait while the database is away, for stored comes before shown."""
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
                await self._lease.renew()  # it may have run out without our clock's noticing
                done = await write()
        except TRANSIENT_ERRORS:
            self._faults.begin(PART, "database")
            raise
        self._faults.end(PART)
        return done
