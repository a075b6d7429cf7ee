"""What a meeting's page can play: the agent's recording of its sound, and how far that is."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from server.meeting.db import fetch_one
from server.meeting.recordings import Recording

RecordingState = Literal["none", "preparing", "ready", "failed", "deleted"]
STATES: Mapping[str, RecordingState] = {
    "starting": "preparing",
    "recording": "preparing",
    "processing": "preparing",
    "completed": "ready",
    "archiving": "ready",
    "archived": "ready",
    "failed": "failed",
    "deleted": "deleted",
}
"""Of an ended meeting, by `recordings.status`."""


async def sound_of(room_id: UUID) -> Recording | None:
    """Return the newest recording of the meeting's sound; those of LiveKit's own service have pictures."""
    row = await fetch_one(
        "SELECT id, room_id, status, file_path, file_size, file_url, file_sha256, waits_for, missing"
        " FROM recordings WHERE room_id = $1 AND livekit_recording_id IS NULL"
        " ORDER BY created_at DESC, id LIMIT 1",
        room_id,
    )
    return Recording(**dict(row)) if row else None


def state_of(found: Recording | None) -> RecordingState:
    """Return whether there is something to play."""
    return STATES[found.status] if found else "none"
