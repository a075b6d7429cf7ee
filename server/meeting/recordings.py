"""The rows of recordings on their way into the archive."""

from dataclasses import dataclass
from uuid import UUID

from server.meeting.db import execute, fetch, fetch_one
from server.meeting.states import RECORDING, sources


@dataclass(frozen=True, slots=True)
class Recording:
    """Where a recording is: `file_path` its original, while there is one; `file_url` its copy."""

    id: UUID
    room_id: UUID
    status: str
    file_path: str | None
    file_size: int | None
    """Bytes."""
    file_url: str | None
    file_sha256: str | None


async def to_move(after: UUID | None, batch: int) -> list[tuple[UUID, UUID]]:
    """Give the next that are marked, or whose original is still there: id and room, ordered by id."""
    rows = await fetch("SELECT id, room_id FROM recordings_to_move($1, $2)", after, batch)
    return [(row["id"], row["room_id"]) for row in rows]


async def recording(recording_id: UUID) -> Recording | None:
    """Give one of the meeting the actor works for."""
    row = await fetch_one(
        "SELECT id, room_id, status, file_path, file_size, file_url, file_sha256"
        " FROM recordings WHERE id = $1",
        recording_id,
    )
    return Recording(**dict(row)) if row else None


async def archived(recording_id: UUID, url: str, sha256: str) -> bool:
    """Write down where the verified copy is; False when the recording is gone or was not marked."""
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
    """Write down that only the archive has it now."""
    await execute(
        "UPDATE recordings SET file_path = NULL WHERE id = $1 AND status = 'archived'", recording_id
    )
