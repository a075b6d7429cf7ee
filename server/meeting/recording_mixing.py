"""What becomes of a recording after its meeting: mixed, or failed until the next attempt."""

from dataclasses import dataclass
from uuid import UUID

from server.meeting import states
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.recording_faults import Missing, WaitsFor
from server.meeting.recording_state import OURS
from server.meeting.recordings import Recording


@dataclass(frozen=True, slots=True)
class MixResult:
    """A mix that is on disk and was read back; `path` is relative to the recordings' directory."""

    path: str
    size: int
    """Bytes."""
    sha256: str
    duration_s: int
    missing: Missing | None = None
    """Why some of the sound is not in it."""


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


async def reopen_recording(room_id: UUID) -> Recording | None:
    """Let a mixed recording be mixed again, wherever it is, and return it; None if there is none.

    Also returns one that waits to be mixed: the caller may have died after the first call.
    """
    row = await fetch_one(
        f"UPDATE recordings SET status = 'processing' WHERE room_id = $1 AND {OURS} AND status = ANY($2)"  # noqa: S608
        " RETURNING id, room_id, status, file_path, file_size, file_url, file_sha256",
        room_id,
        ["processing", *states.sources(states.RECORDING, "remix")],
    )
    return Recording(**dict(row)) if row else None


async def complete_recording(recording_id: UUID, result: MixResult) -> bool:
    """Record the mix, and which transcript it belongs to; False when the recording is gone meanwhile."""
    changed = await execute(
        "UPDATE recordings SET status = 'completed', file_path = $2, file_size = $3, file_sha256 = $4,"
        " duration = $5, completed_at = now(), file_url = NULL, archived_at = NULL, waits_for = NULL,"
        " missing = coalesce(missing, $7) WHERE id = $1 AND status = ANY($6)",
        recording_id,
        result.path,
        result.size,
        result.sha256,
        result.duration_s,
        states.sources(states.RECORDING, "store"),
        result.missing,
    )
    if changed:
        await fetch("SELECT tie_recording($1)", recording_id)
    return bool(changed)


async def wait_for(recording_id: UUID, what: WaitsFor | None) -> None:
    """Record what keeps a recording of a meeting that is over from being completed; None: nothing."""
    await execute(
        "UPDATE recordings SET waits_for = $2 WHERE id = $1 AND status = 'processing'", recording_id, what
    )


async def fail_recording(recording_id: UUID) -> None:
    """Record that there is no mix, unless it waits for something; what was written stays in either case."""
    await execute(
        "UPDATE recordings SET status = 'failed' WHERE id = $1 AND status = ANY($2) AND waits_for IS NULL",
        recording_id,
        states.sources(states.RECORDING, "fail"),
    )


async def has_just_ended(room_id: UUID) -> bool:
    """Whether the meeting ended less than a day ago."""
    row = await fetch_one(
        "SELECT ended_at > now() - interval '1 day' AS recent FROM rooms WHERE id = $1", room_id
    )
    return bool(row and row["recent"])


async def recordings_standing() -> dict[str, int]:
    """Count recordings that failed lately or are not completed, by what they wait for or their state."""
    return {row["state"]: row["number"] for row in await fetch("SELECT * FROM recordings_standing()")}


async def rooms_to_mix() -> list[UUID]:
    """Return the meetings that are over and whose recording nobody mixes, or that failed within a week."""
    return [row["room_id"] for row in await fetch("SELECT room_id FROM recordings_to_mix()")]
