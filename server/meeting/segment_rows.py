"""A segment as its row holds it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from server.meeting.db import fetch_one, from_json

SegmentState = Literal["open", "final", "refined", "corrected", "interrupted", "forgotten"]
"""forgotten: erased; the row stays, empty."""
Words = list[dict[str, Any]]
"""Each `{"w": word, "s": start_ms, "e": end_ms, "c": confidence}`, on the meeting's clock."""
COLUMNS = """id, seq, participant_id, speaker, language, engine, start_ms, end_ms, text, raw_text, revision,
             words, confidence, state, delay_ms"""
WORDS = COLUMNS.replace(" ", "").replace("\n", "").split(",").index("words")
WITHOUT_WORDS = COLUMNS.replace("words,", "'[]' AS words,")


COMMITTING_S = 20.0
"""A row's time of change is at most so much earlier than the moment others see it: the job's time limits of a
statement and of its COMMIT."""


@dataclass(frozen=True, slots=True)
class Segment:
    """An utterance; times in milliseconds on the meeting's clock, 0 = rooms.started_at."""

    id: UUID
    seq: int
    participant_id: UUID | None
    speaker: str
    language: str
    engine: str
    start_ms: int
    end_ms: int
    text: str
    raw_text: str
    revision: int
    words: Words
    confidence: float | None
    state: SegmentState
    delay_ms: int | None = None
    """From the end of the words until they were final."""


def segment_of(row: Record) -> Segment:
    """Read a row by position, for speed: COLUMNS are in the order of the fields."""
    values: list[Any] = list(row)
    values[WORDS] = from_json(row["words"])
    return Segment(*values)


async def read_as_of() -> datetime:
    """Return the `since` with which a later segments_of() misses nothing of what is read after this call."""
    row = await fetch_one("SELECT clock_timestamp() - make_interval(secs => $1) AS at", COMMITTING_S)
    assert row is not None  # noqa: S101  a SELECT without FROM
    return row["at"]  # type: ignore[no-any-return]  # asyncpg


async def is_stored_otherwise(
    room_id: UUID, participant_id: UUID, segment_id: UUID, start_ms: int, end_ms: int
) -> bool:
    """Whether another segment of this speaker covers most of the stretch, as of a job that took over."""
    row = await fetch_one(
        """
        SELECT EXISTS (
            SELECT FROM transcript_segments WHERE room_id = $1 AND participant_id = $2 AND id <> $3
               AND state <> 'open' AND 2 * (least(end_ms, $5) - greatest(start_ms, $4)) > $5::int - $4::int
        ) AND NOT EXISTS (SELECT FROM transcript_segments WHERE id = $3) AS found
        """,
        room_id,
        participant_id,
        segment_id,
        start_ms,
        end_ms,
    )
    return row is not None and row["found"]
