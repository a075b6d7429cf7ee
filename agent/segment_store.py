"""Where segments are written as they are spoken: the agent's door to the transcript."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

import structlog

from agent.recognizer import TimedWord
from agent.transient_retry import retry_transient
from server.errors import IllegalStep
from server.meeting import transcripts
from server.meeting.database_errors import TRANSIENT_ERRORS

log = structlog.get_logger()
Result = TypeVar("Result")


class SegmentNotStoredError(Exception):
    """The segment is not ours to write any more, or the database stayed away."""


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


class TranscriptSegmentStore:
    """Writes to one transcript in PostgreSQL until it is closed."""

    def __init__(self, transcript_id: UUID, language: str, engine: str) -> None:
        self._transcript_id = transcript_id
        self._language = language
        self._engine = engine
        self._is_closed = False

    def close(self) -> None:
        """Write nothing more: another job holds the room."""
        self._is_closed = True

    async def open(self, speaker: Speaker, start_ms: int, text: str) -> OpenSegment:
        """Begin a segment."""
        segment = await self._write(
            lambda: transcripts.open_segment(
                self._transcript_id,
                participant_id=speaker.participant_id,
                speaker=speaker.name,
                language=self._language,
                engine=self._engine,
                start_ms=start_ms,
                text=text,
            )
        )
        return OpenSegment(segment.id, segment.seq)

    async def grow(self, line: OpenSegment, text: str, end_ms: int) -> None:
        """Note what is heard so far; the next note will do when this one does not get through."""
        try:
            if not self._is_closed:
                await transcripts.update_segment(line.id, text, end_ms)
        except TRANSIENT_ERRORS as error:
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

    async def _write(self, write: Callable[[], Awaitable[Result]]) -> Result:
        """Captions wait while the database is away, for stored comes before shown."""
        if self._is_closed:
            raise SegmentNotStoredError("closed")
        try:
            return await retry_transient(write)
        except IllegalStep as error:
            raise SegmentNotStoredError("not open") from error
        except TRANSIENT_ERRORS as error:
            raise SegmentNotStoredError("database away") from error
