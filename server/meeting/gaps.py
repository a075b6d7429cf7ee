"""Gaps in a transcript: stretches without words, most of them recorded by the transcriber, with the cause."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

from server.meeting.db import execute, fetch, fetch_one

Cause = Literal[
    "engine", "language", "database", "overrun", "transcriber", "encrypted", "network", "off_record"
]
"""engine: failed or did not answer; language: no engine here supports it; database: unavailable for too
long; overrun: more speech at once than the engine could process; transcriber: none was in the room;
encrypted: the sound was end-to-end encrypted; network: the speaker's connection was lost; off_record: people
wanted it so (`server/meeting/off_record.py`)."""
FAILURES: tuple[Cause, ...] = tuple(cause for cause in get_args(Cause) if cause != "off_record")
"""What a transcriber records, and ends when it hears the room again."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in milliseconds on the meeting's clock; its writer generates the id."""

    id: UUID
    room_id: UUID
    participant_id: UUID | None
    """The speaker whose words are missing; None: everybody's."""
    cause: Cause
    from_ms: int
    to_ms: int | None
    """None: it still lasts, or lasted to the end of the meeting."""

    @property
    def is_failure(self) -> bool:
        """Whether words are missing that people wanted to be there."""
        return self.cause in FAILURES


async def add_gap(gap: Gap) -> None:
    """Store a gap; stored again with the same id it gets the new end."""
    await execute(
        """
        INSERT INTO transcript_gaps (id, room_id, participant_id, cause, from_ms, to_ms)
        VALUES ($1, $2, $3, $4, $5, CASE WHEN $6::int IS NOT NULL THEN greatest($5, $6::int) END)
        ON CONFLICT (id) DO UPDATE SET to_ms = EXCLUDED.to_ms
        """,
        gap.id,
        gap.room_id,
        gap.participant_id,
        gap.cause,
        gap.from_ms,
        gap.to_ms,
    )


async def begin_gaps_later(room_id: UUID, at_ms: int) -> None:
    """Let a gap left by a dead transcriber, which still lasts, begin after words that were found later."""
    await execute(
        "UPDATE transcript_gaps SET from_ms = greatest(from_ms, $2)"
        " WHERE room_id = $1 AND to_ms IS NULL AND cause = 'transcriber'",
        room_id,
        at_ms,
    )


async def end_gaps(room_id: UUID, at_ms: int, causes: Iterable[Cause] = FAILURES) -> list[Gap]:
    """End the open gaps, when a transcriber hears the room again, and return them."""
    rows = await fetch(
        "UPDATE transcript_gaps SET to_ms = greatest(from_ms, $2)"
        " WHERE room_id = $1 AND to_ms IS NULL AND cause = ANY($3::text[])"
        " RETURNING id, room_id, participant_id, cause, from_ms, to_ms",
        room_id,
        at_ms,
        list(causes),
    )
    return [Gap(**dict(row)) for row in rows]


async def note_late_start(room_id: UUID, at_ms: int) -> Gap | None:
    """Record that the first transcriber came at this time; None if another one was there before."""
    row = await fetch_one(
        """
        INSERT INTO transcript_gaps (room_id, cause, from_ms, to_ms) SELECT $1, 'transcriber', 0, $2
        WHERE NOT EXISTS (SELECT FROM transcript_segments WHERE room_id = $1)
          AND NOT EXISTS (SELECT FROM transcript_gaps WHERE room_id = $1 AND cause <> 'off_record')
        RETURNING id, room_id, participant_id, cause, from_ms, to_ms
        """,
        room_id,
        at_ms,
    )
    return Gap(**dict(row)) if row else None


async def gaps_of(room_id: UUID) -> list[Gap]:
    """List the gaps of a meeting in order."""
    rows = await fetch(
        "SELECT id, room_id, participant_id, cause, from_ms, to_ms FROM transcript_gaps"
        " WHERE room_id = $1 ORDER BY from_ms, created_at, id",
        room_id,
    )
    return [Gap(**dict(row)) for row in rows]


_UNFINISHED = """
    FROM rooms r JOIN room_leases l ON l.room_id = r.id
    CROSS JOIN LATERAL (SELECT coalesce(l.renewed_at, least(l.updated_at, l.expires_at)) AS renewed) lease
    CROSS JOIN LATERAL (
        SELECT least(2147483647, greatest(0, max(s.end_ms),
            CASE WHEN l.expires_at <= clock_timestamp() AND renewed < r.ended_at
                THEN round(extract(epoch FROM renewed - r.started_at) * 1000) END))::int AS from_ms
        FROM transcript_segments s WHERE s.room_id = r.id
    ) heard
    WHERE r.id = $1 AND heard.from_ms < extract(epoch FROM r.ended_at - r.started_at) * 1000
      AND NOT EXISTS (SELECT FROM transcripts t WHERE t.room_id = r.id AND t.status = 'closed')
"""
"""A meeting whose transcriber neither closed the transcript nor released its lease: it was heard up to the
end of its last segment, or to the last renewal of a lease that expired before the meeting ended."""


async def unfinished_from_ms(room_id: UUID) -> int | None:
    """Return from when on an ended meeting may lack words; None if its transcriber has finished."""
    row = await fetch_one(f"SELECT heard.from_ms {_UNFINISHED}", room_id)
    return row["from_ms"] if row else None


async def note_unfinished(room_id: UUID) -> bool:
    """Record that a transcriber never finished as a gap to the end of the meeting; False if it has."""
    return bool(
        await execute(
            "INSERT INTO transcript_gaps (room_id, cause, from_ms)"
            f" SELECT r.id, 'transcriber', heard.from_ms {_UNFINISHED}",
            room_id,
        )
    )
