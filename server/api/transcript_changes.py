"""Tells pages and clients in the room that what they show of a transcript was corrected or forgotten."""

from contextlib import suppress

from aiohttp import web

from server.api.app_keys import LIVEKIT
from server.app_keys import CHANGE_BUS
from server.errors import LiveKitUnavailable
from server.meeting.change_bus import ChangeEvent
from server.meeting.rooms import Room

TOPIC = "parley.transcript"
"""Of the packet after which clients in the room fetch the transcript again."""


async def publish_transcript_change(request: web.Request, room: Room) -> None:
    """Publish it; who misses it fetches the transcript when they come back."""
    await request.app[CHANGE_BUS].publish(ChangeEvent("transcript", room.id))
    if room.status == "live":
        with suppress(LiveKitUnavailable):
            await request.app[LIVEKIT].send(room.livekit_name, TOPIC, "")
