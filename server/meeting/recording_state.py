"""The audio recording of a meeting: one, started and stopped by hosts, followed by the transcriber."""

# ruff: noqa: S608  only a constant condition is put into a statement; values go by $1

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from server.meeting import states
from server.meeting.db import execute, fetch, fetch_one, transaction

RecordingStatus = Literal[
    "starting", "recording", "processing", "completed", "failed", "archiving", "archived", "deleted"
]
OURS = "livekit_recording_id IS NULL"
"""Of the transcriber's own recordings: those of LiveKit's Egress have its id."""
UNFINISHED = ("starting", "recording", "processing")


@dataclass(frozen=True, slots=True)
class MeetingRecording:
    """The recording of a meeting; while the meeting runs, `processing` is stopped and may go on."""

    id: UUID
    room_id: UUID
    status: RecordingStatus
    started_by: UUID | None
    """An account; None: it was deleted."""
    started_by_name: str | None
    started_at: datetime | None
    """When the first sound was to be written; None: the transcriber has not begun."""


@dataclass(frozen=True, slots=True)
class RecordingControl:
    """What the transcriber follows: whether to record, and whom."""

    recording_id: UUID
    wanted: bool
    agreed: frozenset[UUID]
    """The participants who agreed; nobody else is recorded."""


SELECT = """
    SELECT r.id, r.room_id, r.status, r.started_by, person_name(r.started_by) AS started_by_name, r.started_at
    FROM recordings r
"""


async def recording_of(room_id: UUID) -> MeetingRecording | None:
    """Return the newest recording of the meeting, whatever its state."""
    row = await fetch_one(
        f"{SELECT} WHERE r.room_id = $1 AND r.{OURS} AND r.status <> 'deleted'"
        " ORDER BY r.created_at DESC, r.id DESC LIMIT 1",
        room_id,
    )
    return MeetingRecording(**dict(row)) if row else None


async def start_recording(room_id: UUID, started_by: UUID) -> MeetingRecording:
    """Start the meeting's recording, or let a stopped one go on; two calls at once get the same row."""
    async with transaction():
        await execute(
            "INSERT INTO recordings (room_id, started_by, status) VALUES ($1, $2, 'starting')"
            f" ON CONFLICT (room_id) WHERE {OURS} AND status IN ('starting', 'recording', 'processing')"
            " DO NOTHING",
            room_id,
            started_by,
        )
        await execute(
            "UPDATE recordings SET status = 'recording'"
            f" WHERE room_id = $1 AND {OURS} AND status = 'processing'",
            room_id,
        )
        found = await recording_of(room_id)
    assert found is not None  # noqa: S101  there was one, or it was inserted
    return found


async def stop_recording(room_id: UUID) -> bool:
    """Stop the meeting's recording; False if it does not run."""
    return bool(
        await execute(
            f"UPDATE recordings SET status = 'processing' WHERE room_id = $1 AND {OURS} AND status = ANY($2)",
            room_id,
            states.sources(states.RECORDING, "stop"),
        )
    )


async def unfinished_recording(room_id: UUID) -> UUID | None:
    """Return the recording that is written or waits to be mixed."""
    row = await fetch_one(
        f"SELECT id FROM recordings WHERE room_id = $1 AND {OURS} AND status = ANY($2)",
        room_id,
        list(UNFINISHED),
    )
    return row["id"] if row else None


async def start_by_setting(room_id: UUID) -> bool:
    """Start the recording of a running meeting whose setting says so, in its host's name; once a meeting."""
    inserted = await execute(
        "INSERT INTO recordings (room_id, started_by, status) SELECT r.id, r.host_id, 'starting' FROM rooms r"
        " WHERE r.id = $1 AND r.status = 'live' AND r.settings->>'recording' = 'start'"
        f" AND NOT EXISTS (SELECT FROM recordings WHERE room_id = $1 AND {OURS}) ON CONFLICT DO NOTHING",
        room_id,
    )
    return bool(inserted)


async def begin_recording(recording_id: UUID) -> None:
    """Note that the transcriber records now."""
    await execute(
        "UPDATE recordings SET status = 'recording', started_at = coalesce(started_at, now())"
        " WHERE id = $1 AND status = 'starting'",
        recording_id,
    )


async def recording_control(room_id: UUID) -> RecordingControl | None:
    """Return what the transcriber is to do; None: nothing was ever to be recorded."""
    rows = await fetch(
        f"""
        SELECT r.id, r.status, c.participant_id FROM recordings r
        LEFT JOIN recording_consents c ON c.room_id = r.room_id AND c.agreed
        WHERE r.room_id = $1 AND r.{OURS} AND r.status = ANY($2)
        """,
        room_id,
        list(UNFINISHED),
    )
    if not rows:
        return None
    agreed = frozenset(row["participant_id"] for row in rows if row["participant_id"])
    return RecordingControl(rows[0]["id"], rows[0]["status"] != "processing", agreed)
