"""Blocks of a meeting: a few minutes of its segments, closed and noted while it runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from asyncpg import Record

from server.meeting import states
from server.meeting.block_notes import BlockNotes, notes_from_json, notes_to_json
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.forgotten_words import check_remembered
from server.meeting.minutes_provenance import Provenance, provenance_from_json, provenance_to_json
from server.meeting.segment_rows import Segment

BlockState = Literal["queued", "drafted", "noted", "failed"]
Cause = Literal["draft", "note", "fail"]
STATE_AFTER: dict[Cause, BlockState] = {"draft": "drafted", "note": "noted", "fail": "failed"}
COLUMNS = "number, from_seq, to_seq, start_ms, end_ms, state, revision, notes, model_notes, provenance"


@dataclass(frozen=True, slots=True)
class SummaryBlock:
    """Segments from one `seq` to another; times in milliseconds on the meeting's clock."""

    number: int
    from_seq: int
    to_seq: int
    start_ms: int
    end_ms: int
    state: BlockState = "queued"
    revision: int = 0
    """Rises when words of it are corrected or forgotten: notes of an earlier one are not stored."""
    notes: BlockNotes = field(default_factory=BlockNotes)
    model_notes: BlockNotes = field(default_factory=BlockNotes)
    """What of them is a model's, verified."""
    provenance: Provenance | None = None

    def has(self, segment: Segment) -> bool:
        """Whether the segment is of this block."""
        return self.from_seq <= segment.seq <= self.to_seq


async def live_rooms() -> list[UUID]:
    """List the meetings that are transcribed now, as the worker that closes their blocks."""
    return [row[0] for row in await fetch("SELECT live_rooms()")]


async def blocks_of(room_id: UUID) -> list[SummaryBlock]:
    """List the blocks of a meeting in the order of speech."""
    rows = await fetch(
        f"SELECT {COLUMNS} FROM summary_blocks WHERE room_id = $1 ORDER BY number",  # noqa: S608  constant
        room_id,
    )
    return [_block(row) for row in rows]


async def block_states(room_id: UUID) -> list[tuple[int, int, BlockState]]:
    """List number, last `seq` and state of each block, without its notes."""
    rows = await fetch(
        "SELECT number, to_seq, state FROM summary_blocks WHERE room_id = $1 ORDER BY number", room_id
    )
    return [(row["number"], row["to_seq"], row["state"]) for row in rows]


async def block_of(room_id: UUID, number: int) -> SummaryBlock | None:
    """Return one block."""
    row = await fetch_one(
        f"SELECT {COLUMNS} FROM summary_blocks WHERE room_id = $1 AND number = $2",  # noqa: S608  constant
        room_id,
        number,
    )
    return _block(row) if row else None


async def add_block(room_id: UUID, transcript_id: UUID, number: int, segments: Sequence[Segment]) -> bool:
    """Close a block of these segments; False if another worker has closed one of this number."""
    return bool(
        await execute(
            """
            INSERT INTO summary_blocks (room_id, transcript_id, number, from_seq, to_seq, start_ms, end_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (transcript_id, number) DO NOTHING
            """,
            room_id,
            transcript_id,
            number,
            min(each.seq for each in segments),
            max(each.seq for each in segments),
            min(each.start_ms for each in segments),
            max(each.end_ms for each in segments),
        )
    )


async def save_block(room_id: UUID, block: SummaryBlock, cause: Cause, *, read: Sequence[Segment]) -> bool:
    """Store the block's notes and what they cost, made of the segments as they were read.

    False, and nothing is stored, if the block was reset meanwhile or its state does not allow it.
    Raises WordsForgotten.
    """
    async with transaction():
        held = await fetch_one(
            "SELECT state, revision FROM summary_blocks WHERE room_id = $1 AND number = $2 FOR UPDATE",
            room_id,
            block.number,
        )
        if held is None or held["revision"] != block.revision or (held["state"], cause) not in states.BLOCK:
            return False
        await check_remembered(room_id, read)
        await execute(
            """
            UPDATE summary_blocks SET state = $3::text, notes = $4, model_notes = $5, provenance = $6,
                   noted_at = CASE WHEN $3::text = 'noted' THEN now() END
            WHERE room_id = $1 AND number = $2
            """,
            room_id,
            block.number,
            STATE_AFTER[cause],
            notes_to_json(block.notes),
            notes_to_json(block.model_notes),
            provenance_to_json(block.provenance),
        )
    return True


def _block(row: Record) -> SummaryBlock:
    told = dict(row)
    return SummaryBlock(
        **{
            **told,
            "notes": notes_from_json(told["notes"]),
            "model_notes": notes_from_json(told["model_notes"]),
            "provenance": provenance_from_json(told["provenance"]),
        }
    )
