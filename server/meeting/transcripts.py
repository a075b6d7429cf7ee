"""Transcripts: segments stored as people speak, consolidated into the transcript when the meeting ends."""

# ruff: noqa: S608  only a constant list of columns is put into a statement; values go by $1

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from server.errors import IllegalStep
from server.meeting import states
from server.meeting.db import execute, fetch, fetch_one, to_json, transaction
from server.meeting.ids import uuid7
from server.meeting.names import shown
from server.meeting.segment_rows import COLUMNS, WITHOUT_WORDS, Segment, Words, segment_of
from server.meeting.unfinished_segments import interrupt_open_segments

SEGMENT = f"SELECT {COLUMNS} FROM transcript_segments WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Transcript:
    """The transcript that a meeting's segments belong to."""

    id: UUID
    room_id: UUID
    language: str
    engine: str
    status: str


async def open_transcript(room_id: UUID, language: str, engine: str, *, late: bool = False) -> Transcript:
    """Return the room's transcript, created if missing; a job that takes over continues the same one.

    Raises IllegalStep if the meeting is over, unless its last segments are still being written, or `late`.
    """
    async with transaction():
        room = await fetch_one("SELECT status FROM rooms WHERE id = $1 FOR NO KEY UPDATE", room_id)
        known = await transcript_of(room_id)
        is_open = room is not None and room["status"] in states.OPEN_ROOM
        if not is_open and not late and (known is None or known.status != "open"):
            raise IllegalStep("The meeting is over.")
        row = await fetch_one(
            """
            INSERT INTO transcripts (id, room_id, language, engine, status) VALUES ($1, $2, $3, $4, 'open')
            ON CONFLICT (id) DO UPDATE SET status = 'open', engine = EXCLUDED.engine
            RETURNING id, room_id, language, engine, status
            """,
            known.id if known else uuid4(),
            room_id,
            language,
            engine,
        )
    assert row is not None  # noqa: S101  inserted or updated
    return Transcript(**dict(row))


async def transcript_of(room_id: UUID) -> Transcript | None:
    """Return the room's transcript, an open one before closed ones."""
    row = await fetch_one(
        "SELECT id, room_id, language, engine, status FROM transcripts WHERE room_id = $1"
        " ORDER BY status = 'open' DESC, created_at DESC LIMIT 1",
        room_id,
    )
    return Transcript(**dict(row)) if row else None


async def open_segment(
    transcript_id: UUID,
    *,
    participant_id: UUID | None,
    speaker: str,
    language: str,
    engine: str,
    start_ms: int,
    text: str = "",
    segment_id: UUID | None = None,
) -> Segment:
    """Create a segment with the next `seq` of its transcript, which never changes.

    Idempotent by id. Raises IllegalStep if the transcript is closed.
    """
    segment_id = segment_id or uuid7()
    row = await fetch_one(
        f"""
        WITH next AS (
            UPDATE transcripts SET next_seq = next_seq + 1 WHERE id = $1 AND status = 'open'
              AND NOT EXISTS (SELECT FROM transcript_segments WHERE id = $2)
            RETURNING id, room_id, next_seq - 1 AS seq
        )
        INSERT INTO transcript_segments (id, transcript_id, room_id, seq, participant_id, speaker, language,
                                         engine, start_ms, end_ms, text)
        SELECT $2, next.id, next.room_id, next.seq, $3, $4, $5, $6, $7, $7, $8 FROM next
        ON CONFLICT (id) DO NOTHING RETURNING {COLUMNS}
        """,
        transcript_id,
        segment_id,
        participant_id,
        shown(speaker),
        language,
        engine,
        max(0, start_ms),
        text,
    )
    if row is None:
        row = await fetch_one(f"{SEGMENT} AND transcript_id = $2", segment_id, transcript_id)
    if row is None:
        raise IllegalStep("The transcript of this meeting is closed.")
    return segment_of(row)


async def update_segment(segment_id: UUID, text: str, end_ms: int) -> bool:
    """Store the interim words; False if the segment is no longer open."""
    return bool(
        await execute(
            "UPDATE transcript_segments SET text = $2, end_ms = greatest(start_ms, $3)"
            " WHERE id = $1 AND state = 'open'",
            segment_id,
            text,
            end_ms,
        )
    )


async def finish_segment(
    segment_id: UUID,
    text: str,
    words: Words,
    confidence: float | None,
    end_ms: int,
    delay_ms: int | None = None,
) -> Segment:
    """Store the final words of an open or interrupted segment; idempotent for the same words.

    Raises IllegalStep if the segment is closed with other words, or does not exist.
    """
    row = await fetch_one(
        f"""
        UPDATE transcript_segments SET state = 'final', text = $2, raw_text = $2, words = $3, confidence = $4,
               end_ms = greatest(start_ms, $5), delay_ms = $7, revision = revision + 1
        WHERE id = $1 AND state = ANY($6) RETURNING {COLUMNS}
        """,
        segment_id,
        text,
        to_json(words),
        confidence,
        end_ms,
        states.sources(states.SEGMENT, "finish"),
        delay_ms,
    )
    if row is None:  # a retry, after an answer that was lost on the way
        row = await fetch_one(f"{SEGMENT} AND raw_text = $2", segment_id, text)
    if row is None:
        raise IllegalStep("That segment is not open.")
    return segment_of(row)


async def refine_segment(
    segment_id: UUID, revision: int, text: str, words: Words, confidence: float
) -> Segment | None:
    """Replace the words of a final of this revision by those of the second pass; `raw_text` keeps the first.

    Idempotent. None if a newer revision stands, or the segment is gone: then nothing is written.
    """
    row = await fetch_one(
        f"""
        UPDATE transcript_segments SET state = 'refined', text = $3, words = $4, confidence = $5,
               revision = revision + 1
        WHERE id = $1 AND revision = $2 AND state = ANY($6) RETURNING {COLUMNS}
        """,
        segment_id,
        revision,
        text,
        to_json(words),
        confidence,
        states.sources(states.SEGMENT, "refine"),
    )
    if row is None:  # a retry, after an answer that was lost on the way
        again = f"{SEGMENT} AND revision = $2 + 1 AND state = 'refined' AND text = $3"
        row = await fetch_one(again, segment_id, revision, text)
    return segment_of(row) if row else None


async def segments_of(
    room_id: UUID,
    after_seq: int = -1,
    limit: int | None = None,
    *,
    words: bool = True,
    since: datetime | None = None,
) -> list[Segment]:
    """List segments by `seq`, which is the order people began to speak: those after a `seq`, up to a limit.

    With `since` those changed after it and open ones only: an open one that is not listed is gone. Word times
    are two thirds of the data; callers that do not need them leave them out.
    """
    columns = COLUMNS if words else WITHOUT_WORDS
    rows = await fetch(
        f"SELECT {columns} FROM transcript_segments WHERE room_id = $1 AND seq > $2"
        " AND ($4::timestamptz IS NULL OR updated_at > $4 OR state = 'open') ORDER BY seq LIMIT $3",
        room_id,
        after_seq,
        limit,
        since,
    )
    return [segment_of(row) for row in rows]


async def close_transcript(room_id: UUID) -> Transcript | None:
    """Consolidate the segments into the transcript and close it; repeated, it is brought up to date."""
    async with transaction():
        found = await transcript_of(room_id)
        if found is None:
            return None
        await execute("SELECT FROM transcripts WHERE id = $1 FOR NO KEY UPDATE", found.id)
        await interrupt_open_segments(found.id)
        await execute("SELECT consolidate_transcript($1)", found.id)
        return await transcript_of(room_id)
