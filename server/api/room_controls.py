"""Tells a meeting's transcriber, what makes its video, and who waits, that rows they follow have changed."""

import asyncio
from collections.abc import Collection

import structlog
from aiohttp import web

from server.api.app_keys import LIVEKIT
from server.app_keys import CHANGE_BUS
from server.errors import LiveKitUnavailable
from server.meeting.actor import acting_as_media
from server.meeting.breakouts import open_rooms
from server.meeting.change_bus import ChangeEvent
from server.meeting.controls import TOPIC
from server.meeting.rooms import Room

DOORS = {"access", "guests", "lobby", "locked"}
"""Settings that say who comes in."""
log = structlog.get_logger()


async def tell_transcriber(request: web.Request, room: Room) -> None:
    """Send the packet, after the commit; the transcriber reads the rows every two seconds without it, too."""
    try:
        await request.app[LIVEKIT].send_to_machines(room.livekit_name, TOPIC)
    except LiveKitUnavailable:
        log.warning("transcriber_not_told", room_id=str(room.id))


async def tell_transcribers(request: web.Request, room: Room) -> None:
    """Tell those of all rooms of the meeting of which this is the main room or a breakout."""
    with acting_as_media():
        rooms = await open_rooms(room.parent_room_id or room.id)
    await asyncio.gather(*(tell_transcriber(request, each) for each in rooms))


async def tell_doors(request: web.Request, room: Room, settings: Collection[str]) -> None:
    """Have everybody who waits ask again, if one of these settings may let them in; after the commit."""
    if not DOORS.isdisjoint(settings):
        await request.app[CHANGE_BUS].publish(ChangeEvent("admission", room.id))
