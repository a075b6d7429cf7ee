"""What becomes of a recording after its meeting: mixed, or failed until the next attempt."""

from dataclasses import dataclass
from uuid import UUID

from server.meeting import states
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.recording_state import OURS


@dataclass(frozen=True, slots=True)
class MixResult:
    """A mix that is on disk and was read back; `path` is relative to the recordings' directory."""

    path: str
    size: int
    """Bytes."""
    sha256: str
    duration_s: int


async def recording_to_mix(room_id: UUID) -> UUID | None:
    """Return the recording of a meeting that is over, and begin with it; None: there is nothing to mix."""
    row = await fetch_one(
        "UPDATE recordings SET status = 'processing' WHERE id = (SELECT r.id FROM recordings r"  # noqa: S608
        f" JOIN rooms m ON m.id = r.room_id WHERE r.room_id = $1 AND r.{OURS} AND r.status = ANY($2)"
        " AND m.status IN ('ended', 'archived') ORDER BY r.created_at DESC LIMIT 1) RETURNING id",
        room_id,
        [
            "processing",
            *states.sources(states.RECORDING, "stop"),
            *states.sources(states.RECORDING, "retry"),
        ],
    )
    return row["id"] if row else None


async def reopen_recording(room_id: UUID) -> str | None:
    """Let a mixed recording be mixed again, and return the path of its mix; None if there is none."""
    row = await fetch_one(
        f"UPDATE recordings SET status = 'processing' WHERE room_id = $1 AND {OURS} AND status = ANY($2)"  # noqa: S608
        " RETURNING file_path",
        room_id,
        states.sources(states.RECORDING, "remix"),
    )
    return row["file_path"] if row else None


async def complete_recording(recording_id: UUID, result: MixResult) -> bool:
    """Record the mix, and which transcript it belongs to; False when the recording is gone meanwhile."""
    changed = await execute(
        "UPDATE recordings SET status = 'completed', file_path = $2, file_size = $3, file_sha256 = $4,"
        " duration = $5, completed_at = now() WHERE id = $1 AND status = ANY($6)",
        recording_id,
        result.path,
        result.size,
        result.sha256,
        result.duration_s,
        states.sources(states.RECORDING, "store"),
    )
    if changed:
        await fetch("SELECT tie_recording($1)", recording_id)
    return bool(changed)


async def fail_recording(recording_id: UUID) -> None:
    """Record that there is no mix; what was written stays for the next attempt."""
    await execute(
        "UPDATE recordings SET status = 'failed' WHERE id = $1 AND status = ANY($2)",
        recording_id,
        states.sources(states.RECORDING, "fail"),
    )


async def rooms_to_mix() -> list[UUID]:
    """Return the meetings that are over and whose recording nobody mixes, or that failed within a week."""
    return [row["room_id"] for row in await fetch("SELECT room_id FROM recordings_to_mix()")]
