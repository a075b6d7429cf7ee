"""What keeps a recording from being complete, and what it lacks: the values of two columns, in words."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from server.meeting.db import execute

WaitsFor = Literal["storage", "parts", "disk"]
Missing = Literal["disk", "writer", "parts"]
WAITS: Mapping[WaitsFor, str] = {
    "storage": "It waits for the storage of recordings, which does not answer. Nothing is lost.",
    "parts": "Some of its sound is still on another server, which has to bring it here.",
    "disk": "It waits for room on this server’s disk.",
}
"""`recordings.waits_for`: passes by itself once what it names is back."""
LACKS: Mapping[Missing, str] = {
    "disk": "Some of the sound is missing: for a while this server could not write it.",
    "writer": "Up to a second of the sound is missing wherever the recorder was interrupted.",
    "parts": "Some of the sound is missing: its files are gone.",
}
"""`recordings.missing`: stays."""


async def note_missing(recording_id: UUID, what: Missing) -> None:
    """Record that some of the sound could not be kept; the first cause stands."""
    await execute("UPDATE recordings SET missing = $2 WHERE id = $1 AND missing IS NULL", recording_id, what)


async def note_waiting(recording_id: UUID, what: WaitsFor | None) -> None:
    """Record what the files of a running meeting's recording wait for; None: nothing any more."""
    await execute(
        "UPDATE recordings SET waits_for = $2 WHERE id = $1 AND waits_for IS DISTINCT FROM $2"
        " AND status IN ('starting', 'recording', 'processing')",
        recording_id,
        what,
    )
