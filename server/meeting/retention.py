"""How long a meeting is kept: the server's days or the room's, whichever are fewer, after its end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from server.config import Settings
from server.errors import Conflict, Forbidden
from server.meeting.db import execute, fetch, to_json
from server.meeting.rooms import Room, room
from server.meeting.states import RECORDING, sources

Kind = Literal["recordings", "transcripts", "chat"]
NOUNS: dict[Kind, str] = {
    "recordings": "Recording",
    "transcripts": "Transcript and minutes",
    "chat": "Chat",
}
"""What goes together."""
KEPT_ROOM = ("ended", "archived")
"""The states of rooms with something to delete later; in a cancelled one nothing was held."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """One kind of a meeting's data, in words, and until when it is kept."""

    kind: Kind
    words: str
    at: datetime


def days_kept(settings: Settings, room: Room, kind: Kind) -> int | None:
    """Return the days from the end of the meeting; None: for ever."""
    server = getattr(settings, f"keep_{kind}_days")
    own = getattr(room.settings, f"keep_{kind}_days")
    return min((days for days in (server, own) if days), default=None)


def server_days(settings: Settings) -> list[tuple[Kind, str, int | None]]:
    """Return each kind in words with the server's days."""
    return [(kind, words, getattr(settings, f"keep_{kind}_days")) for kind, words in NOUNS.items()]


def expiries(settings: Settings, room: Room) -> Iterator[Expiry]:
    """Yield what of an ended meeting is deleted, and when."""
    for kind, words in NOUNS.items():
        days = days_kept(settings, room, kind)
        if days is not None and room.ended_at is not None:
            yield Expiry(kind, words, room.ended_at + timedelta(days=days))


async def keep_for(room_id: UUID, days: Mapping[str, int]) -> Room:
    """Set the room's own days, by the settings' names.

    Raises Conflict unless its meeting is over, and Forbidden where the database refuses.
    """
    found = await fetch(
        "UPDATE rooms SET settings = settings || $2 WHERE id = $1 AND status = ANY($3::text[]) RETURNING id",
        room_id,
        to_json(dict(days)),
        list(KEPT_ROOM),
    )
    kept = await room(room_id)
    if not found and kept.status in KEPT_ROOM:
        raise Forbidden
    if not found:
        raise Conflict("Until a meeting has been held, change how long it is kept in its settings.")
    return kept


async def recordings_to_delete(days: int | None, after: UUID | None, batch: int) -> list[tuple[UUID, UUID]]:
    """Return the next recordings whose time has come, by id, with their rooms; `days`: the server's."""
    rows = await fetch("SELECT id, room_id FROM recordings_to_delete($1, $2, $3)", days, after, batch)
    return [(row["id"], row["room_id"]) for row in rows]


async def recording_deleted(recording_id: UUID) -> None:
    """Record that the files of a recording are deleted."""
    await execute("DELETE FROM recording_tracks WHERE recording_id = $1", recording_id)
    await execute(
        "UPDATE recordings SET status = 'deleted', file_path = NULL, file_url = NULL"
        " WHERE id = $1 AND status = ANY($2)",
        recording_id,
        sources(RECORDING, "delete"),
    )
