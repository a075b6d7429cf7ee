"""What a job writes to a transcript, in a form that can wait for the database on disk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from server.meeting.gaps import Cause
from server.meeting.segment_rows import Words


@dataclass(frozen=True, slots=True)
class Speaker:
    """The participant a segment belongs to."""

    participant_id: UUID | None
    """None: their arrival is not stored yet."""
    identity: str
    name: str


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """A segment that is being spoken: its permanent id, and its sequence number once it is stored."""

    id: UUID
    seq: int | None
    speaker: Speaker
    start_ms: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap: speech that was not transcribed. Its id stays the same while it is extended."""

    id: UUID
    cause: Cause
    from_ms: int
    to_ms: int | None


@dataclass(frozen=True, slots=True)
class FinalRecord:
    """A final with all that is needed to store it, whether or not its segment was opened before."""

    segment: UUID
    speaker: Speaker
    start_ms: int
    end_ms: int
    text: str
    words: Words
    confidence: float | None
    noted_at: datetime
    delay_ms: int | None = None
    """From the end of the words until they were final."""
    kind: Literal["final"] = "final"


@dataclass(frozen=True, slots=True)
class DropRecord:
    """An open segment that turned out to hold no speech."""

    segment: UUID
    kind: Literal["drop"] = "drop"


@dataclass(frozen=True, slots=True)
class GapRecord:
    """A gap of one speaker, or of the whole room without one."""

    missing: Missing
    speaker: Speaker | None
    noted_at: datetime
    kind: Literal["gap"] = "gap"


Record = FinalRecord | DropRecord | GapRecord
_RECORD: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="kind")])


def encode(record: Record) -> bytes:
    """Serialize as one line of JSON."""
    return _RECORD.dump_json(record) + b"\n"


def decode(line: bytes) -> Record:
    """Parse a line; raises ValueError on anything else."""
    return _RECORD.validate_json(line)


def place_ms(record: Record) -> int:
    """Where a record stands in the order of writing: by the beginning of speech."""
    if isinstance(record, FinalRecord):
        return record.start_ms
    return record.missing.from_ms if isinstance(record, GapRecord) else 0
