"""Rows of a recording's files: the parts as they are written, later one file a speaker."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from server.meeting.db import execute, fetch, fetch_one

Kind = Literal["part", "speaker"]


@dataclass(frozen=True, slots=True)
class RecordingTrack:
    """One file, its path relative to the recordings' directory; its writer generates the id."""

    id: UUID
    recording_id: UUID
    room_id: UUID
    participant_id: UUID | None
    kind: Kind
    speaker: str
    part: int
    """Counted in the recording; 0 of a speaker's file."""
    file_path: str
    start_ms: int
    """On the meeting's clock; 0 of a speaker's file."""
    duration_ms: int | None = None
    """None: it is being written, or its writer died."""
    file_size: int | None = None
    """Bytes."""
    sha256: str | None = None


COLUMNS = """id, recording_id, room_id, participant_id, kind, speaker, part, file_path, start_ms, duration_ms,
             file_size, sha256"""


async def store_track(track: RecordingTrack) -> None:
    """Store a file's row; stored again with the same id it gets the new length, size and hash."""
    await execute(
        f"INSERT INTO recording_tracks ({COLUMNS})"  # noqa: S608  a constant
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET"
        " duration_ms = EXCLUDED.duration_ms, file_size = EXCLUDED.file_size, sha256 = EXCLUDED.sha256",
        track.id,
        track.recording_id,
        track.room_id,
        track.participant_id,
        track.kind,
        track.speaker,
        track.part,
        track.file_path,
        track.start_ms,
        track.duration_ms,
        track.file_size,
        track.sha256,
    )


async def tracks_of(recording_id: UUID, kind: Kind | None = None) -> list[RecordingTrack]:
    """List the files of a recording in the order of their parts."""
    rows = await fetch(
        f"SELECT {COLUMNS} FROM recording_tracks"  # noqa: S608  a constant
        " WHERE recording_id = $1 AND ($2::text IS NULL OR kind = $2) ORDER BY kind, part, start_ms, id",
        recording_id,
        kind,
    )
    return [RecordingTrack(**dict(row)) for row in rows]


async def last_part_of(recording_id: UUID) -> int:
    """Return the highest number of a part; 0 if there is none."""
    row = await fetch_one(
        "SELECT coalesce(max(part), 0) AS last FROM recording_tracks WHERE recording_id = $1", recording_id
    )
    return int(row["last"]) if row else 0


async def delete_tracks(recording_id: UUID, kind: Kind, but: list[str] | None = None) -> None:
    """Delete the rows of one kind, but for files of these names."""
    await execute(
        "DELETE FROM recording_tracks WHERE recording_id = $1 AND kind = $2"
        " AND substring(file_path FROM '[^/]*$') <> ALL($3::text[])",
        recording_id,
        kind,
        but or [],
    )
