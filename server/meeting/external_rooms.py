"""Rooms that another application created on our LiveKit."""

from dataclasses import asdict, replace

from server.errors import RoomNotFound
from server.meeting.actor import presenting_credentials
from server.meeting.db import execute, to_json
from server.meeting.names import shown, storable
from server.meeting.room_settings import RoomSettings
from server.meeting.rooms import Room, new_slug, room_by_livekit


async def external_room(name: str, sid: str, time_zone: str = "UTC") -> Room:
    """Get or create the row of a room that another application created on our LiveKit."""
    with presenting_credentials(livekit_room=storable(name)):
        await execute(
            """
            INSERT INTO rooms (name, slug, type, status, livekit_room_name, settings, time_zone)
            VALUES ($1, $2, 'external', 'waiting', $3, $4, $5) ON CONFLICT (livekit_room_name) DO NOTHING
            """,
            shown(name),
            new_slug(),
            f"{storable(name)}/{sid}",
            to_json(asdict(replace(RoomSettings(), access="invited", guests=False, recording="off"))),
            time_zone,
        )
    found = await room_by_livekit(name, sid)
    if found is None:
        raise RoomNotFound
    return found
