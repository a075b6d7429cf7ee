"""Rows of recordings that move into the archive."""

from dataclasses import dataclass
from uuid import UUID

from server.meeting.db import execute, fetch, fetch_one
from server.meeting.recording_faults import Missing, WaitsFor
from server.meeting.states import RECORDING, sources


@dataclass(frozen=True, slots=True)
class Recording:
    """`file_path` is the original while it exists, `file_url` the archived copy."""

    id: UUID
    room_id: UUID
    status: str
    file_path: str | None
    file_size: int | None
    """In bytes."""
    file_url: str | None
    file_sha256: str | None
    waits_for: WaitsFor | None = None
    """What keeps it from being completed."""
    missing: Missing | None = None
    """Why some of the sound is not in it."""


async def to_move(after: UUID | None, batch: int) -> list[tuple[UUID, UUID]]:
    """Return the next recordings that are marked or whose original still exists, by id."""
    rows = await fetch("SELECT id, room_id FROM recordings_to_move($1, $2)", after, batch)
    return [(row["id"], row["room_id"]) for row in rows]


async def recording(recording_id: UUID) -> Recording | None:
    """Return one recording of the actor's meeting."""
    row = await fetch_one(
        "SELECT id, room_id, status, file_path, file_size, file_url, file_sha256"
        " FROM recordings WHERE id = $1",
        recording_id,
    )
    return Recording(**dict(row)) if row else None


async def archived(recording_id: UUID, url: str, sha256: str) -> bool:
    """Record the verified copy's URL; False when the recording is gone or not marked."""
    changed = await execute(
        "UPDATE recordings SET status = 'archived', file_url = $2, file_sha256 = $3,"
        " archived_at = clock_timestamp()"
        " WHERE id = $1 AND (status = ANY($4) OR (status = 'archived' AND file_path IS NOT NULL))",
        recording_id,
        url,
        sha256,
        sources(RECORDING, "archive"),
    )
    return changed == 1


async def original_gone(recording_id: UUID) -> None:
    """Record that the original is deleted."""
    await execute(
        "UPDATE recordings SET file_path = NULL WHERE id = $1 AND status = 'archived'", recording_id
    )
