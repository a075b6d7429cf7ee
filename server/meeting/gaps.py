"""Gaps in a transcript: stretches the transcriber failed to transcribe, recorded by itself with the cause."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

from server.meeting.db import execute, fetch

Cause = Literal["engine", "language", "database", "overrun", "transcriber"]
"""engine: failed or did not answer; language: no engine here supports it; database: unavailable for too
long; overrun: more speech at once than the engine could process; transcriber: none was in the room."""
CAUSES: tuple[Cause, ...] = get_args(Cause)


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


async def end_gaps(room_id: UUID, at_ms: int, causes: Iterable[Cause] = CAUSES) -> list[Gap]:
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


async def gaps_of(room_id: UUID) -> list[Gap]:
    """List the gaps of a meeting in order."""
    rows = await fetch(
        "SELECT id, room_id, participant_id, cause, from_ms, to_ms FROM transcript_gaps"
        " WHERE room_id = $1 ORDER BY from_ms, created_at, id",
        room_id,
    )
    return [Gap(**dict(row)) for row in rows]
