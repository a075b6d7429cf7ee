"""Videos of a meeting: rows of recordings that follow that of the sound, made by LiveKit's Egress one by one.

A row is there before its egress is asked for, so that none is made that nobody knows of; until its id is
known it has a placeholder. All of this is written by whoever takes down what LiveKit tells.
"""

# ruff: noqa: S608  only constant conditions are put into statements; values go by $1

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from server.meeting import states
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.ids import uuid7
from server.meeting.recording_state import OURS, UNFINISHED, RecordingStatus

Fault = Literal["unavailable", "failed", "empty", "missing", "lost", "forgotten"]
IS_VIDEO = "livekit_recording_id IS NOT NULL"
PENDING = "pending:"
"""Before a row's own id: the egress's is not known yet."""
RETRY_S, ATTEMPTS = 30, 3
"""After a failure, how soon and how often a video is tried again by itself; a host may at any time."""
SENTENCES: Mapping[str, str] = {
    "unavailable": "The service that records video did not answer, or is busy. The sound is recorded.",
    "failed": "The service that records video failed. The sound is recorded.",
    "empty": "It was stopped before there was a picture.",
    "missing": "The service that records video left no file.",
    "lost": "The service that records video was lost.",
    "forgotten": "It was deleted because words of somebody who could be heard in it were forgotten.",
}
"""What became of a video, by its fault."""


@dataclass(frozen=True, slots=True)
class Video:
    """A file of picture and sound; `file_path` while the original exists, `file_url` of an archived copy."""

    id: UUID
    room_id: UUID
    egress_id: str
    status: RecordingStatus
    fault: Fault | None
    file_path: str | None
    file_url: str | None
    file_sha256: str | None
    file_size: int | None
    """Bytes."""
    duration: int | None
    """Seconds."""
    started_at: datetime | None
    updated_at: datetime

    @property
    def is_known(self) -> bool:
        """Whether its egress has answered."""
        return not self.egress_id.startswith(PENDING)

    @property
    def is_open(self) -> bool:
        """Whether it is still made."""
        return self.status in UNFINISHED


@dataclass(frozen=True, slots=True)
class VideoFile:
    """A file that is where recordings are; `path` is relative to their directory."""

    path: str
    size: int
    duration_s: int


SELECT = (
    "SELECT v.id, v.room_id, v.livekit_recording_id AS egress_id, v.status, v.fault, v.file_path, v.file_url,"
    " v.file_sha256, v.file_size, v.duration, v.started_at, v.updated_at FROM recordings v"
)
WANTED = f"""
    SELECT a.room_id, a.started_by FROM recordings a JOIN rooms m ON m.id = a.room_id
    WHERE a.{OURS} AND a.status IN ('starting', 'recording') AND m.status = 'live' AND m.type <> 'external'
"""
"""The meetings of which there is to be a video now."""


async def videos_of(room_id: UUID) -> list[Video]:
    """List the meeting's videos in the order they were begun."""
    rows = await fetch(f"{SELECT} WHERE v.room_id = $1 AND v.{IS_VIDEO} ORDER BY v.created_at, v.id", room_id)
    return [Video(**dict(row)) for row in rows]


async def open_videos() -> list[Video]:
    """List the videos of all meetings that are still made."""
    rows = await fetch(
        f"{SELECT} WHERE v.{IS_VIDEO} AND v.status IN ('starting', 'recording', 'processing') ORDER BY v.id"
    )
    return [Video(**dict(row)) for row in rows]


async def reported_video(egress_id: str, recording_id: UUID | None) -> Video | None:
    """Return the video of an egress, by its id or, while that is not known, by its file's name."""
    row = await fetch_one(
        f"{SELECT} WHERE v.livekit_recording_id = $1 OR (v.id = $2 AND v.livekit_recording_id = $3)",
        egress_id,
        recording_id,
        f"{PENDING}{recording_id}",
    )
    return Video(**dict(row)) if row else None


async def video(recording_id: UUID) -> Video | None:
    """Return one video."""
    row = await fetch_one(f"{SELECT} WHERE v.id = $1 AND v.{IS_VIDEO}", recording_id)
    return Video(**dict(row)) if row else None


async def rooms_without_video() -> list[UUID]:
    """Return the meetings whose sound is recorded and of which a video is to be begun, or tried again."""
    rows = await fetch(
        f"SELECT wanted.room_id FROM ({WANTED}) wanted WHERE (SELECT"
        " count(*) FILTER (WHERE v.status IN ('starting', 'recording')) = 0"
        " AND count(*) FILTER (WHERE v.status = 'failed') < $1"
        " AND count(*) FILTER (WHERE v.status = 'failed'"
        " AND v.updated_at > now() - make_interval(secs => $2)) = 0"
        f" FROM recordings v WHERE v.room_id = wanted.room_id AND v.{IS_VIDEO})",
        ATTEMPTS,
        float(RETRY_S),
    )
    return [row["room_id"] for row in rows]


async def is_video_wanted(room_id: UUID) -> bool:
    """Whether there is to be a video of the meeting now."""
    return await fetch_one(f"{WANTED} AND a.room_id = $1", room_id) is not None


async def begin_video(room_id: UUID) -> UUID | None:
    """Add the row of a video; None where none is wanted or one is made already. Two at once add one."""
    recording_id = uuid7()
    added = await execute(
        "INSERT INTO recordings (id, room_id, started_by, status, livekit_recording_id)"
        f" SELECT $1, w.room_id, w.started_by, 'starting', $2 FROM ({WANTED} AND a.room_id = $3) w"
        f" ON CONFLICT (room_id) WHERE {IS_VIDEO} AND status IN ('starting', 'recording') DO NOTHING",
        recording_id,
        f"{PENDING}{recording_id}",
        room_id,
    )
    return recording_id if added else None


async def note_egress(recording_id: UUID, egress_id: str) -> None:
    """Store the egress's id once it is known."""
    await execute(
        "UPDATE recordings SET livekit_recording_id = $2 WHERE id = $1 AND livekit_recording_id = $3",
        recording_id,
        egress_id,
        f"{PENDING}{recording_id}",
    )


async def video_runs(recording_id: UUID, at: datetime | None) -> bool:
    """Note that its egress records; a report that comes late changes nothing."""
    return bool(
        await execute(
            "UPDATE recordings SET status = 'recording', started_at = coalesce(started_at, $2, now())"
            " WHERE id = $1 AND status = 'starting'",
            recording_id,
            at,
        )
    )


async def video_ends(recording_id: UUID) -> bool:
    """Note that nothing is added to it any more; its file is finished."""
    return bool(
        await execute(
            "UPDATE recordings SET status = 'processing' WHERE id = $1 AND status = ANY($2)",
            recording_id,
            states.sources(states.RECORDING, "stop"),
        )
    )


async def store_video(recording_id: UUID, file: VideoFile, started_at: datetime | None) -> bool:
    """Note where its file is; False when it is deleted meanwhile. One that counted as lost is found again."""
    async with transaction():
        await execute(
            "UPDATE recordings SET status = 'processing', fault = NULL WHERE id = $1 AND status = ANY($2)",
            recording_id,
            [*states.sources(states.RECORDING, "stop"), *states.sources(states.RECORDING, "retry")],
        )
        stored = await execute(
            "UPDATE recordings SET status = 'completed', file_path = $2, file_size = $3, duration = $4,"
            " started_at = coalesce(started_at, $5), completed_at = now()"
            " WHERE id = $1 AND status = 'processing'",
            recording_id,
            file.path,
            file.size,
            file.duration_s,
            started_at,
        )
    return bool(stored)


async def fail_video(recording_id: UUID, fault: Fault) -> bool:
    """Note that there is no video, and why."""
    return bool(
        await execute(
            "UPDATE recordings SET status = 'failed', fault = $2 WHERE id = $1 AND status = ANY($3)",
            recording_id,
            fault,
            states.sources(states.RECORDING, "fail"),
        )
    )


async def is_forgotten(video: Video) -> bool:
    """Whether somebody who may be heard in it had their words forgotten since it began."""
    row = await fetch_one(  # who has a row may have agreed for a while
        "SELECT FROM forgotten_words f JOIN recording_consents c ON c.participant_id = f.participant_id"
        " JOIN recordings v ON v.room_id = f.room_id"
        " WHERE v.id = $1 AND f.updated_at >= v.created_at LIMIT 1",
        video.id,
    )
    return row is not None


async def video_deleted(recording_id: UUID, fault: Fault) -> bool:
    """Note that its file is deleted, and why."""
    return bool(
        await execute(
            "UPDATE recordings SET status = 'deleted', fault = $2, file_path = NULL"
            " WHERE id = $1 AND status = ANY($3)",
            recording_id,
            fault,
            states.sources(states.RECORDING, "delete"),
        )
    )
