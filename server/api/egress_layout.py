"""Tells the page that LiveKit's Egress films whom it may show; its token is that which Egress joins with."""

from dataclasses import asdict

from aiohttp import hdrs, web

from server.api.app_keys import LIVEKIT, VIDEO
from server.errors import NotFound
from server.meeting.actor import acting_as_media
from server.meeting.recorded_people import RecordedPeople, recorded_people
from server.meeting.rooms import room_by_livekit


async def people(request: web.Request) -> web.Response:
    """Return who may be recorded now; nobody in a room that is not ours, or closed.

    Raises Unauthenticated unless the token is a recorder's, signed with this server's key.
    """
    if not request.app[VIDEO].is_on:
        raise NotFound
    name = request.app[LIVEKIT].recorded_room(request.headers.get(hdrs.AUTHORIZATION, ""))
    with acting_as_media():
        room = await room_by_livekit(name, "")
        ours = room is not None and room.type != "external"
        found = await recorded_people(room.id) if room is not None and ours else RecordedPeople()
    return web.json_response(asdict(found))
