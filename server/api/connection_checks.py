"""Testing one's connection before joining: a room of LiveKit in which nobody else is."""

from aiohttp import web

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import View
from server.api.identity import client_network
from server.api.limits import Limit
from server.app_keys import SETTINGS, VIEWER
from server.check_room_names import LASTS_S, new_check_room
from server.errors import Conflict, Forbidden, LiveKitUnavailable, RoomNotFound, TooMany
from server.meeting.access import Right, room_for
from server.meeting.entry_errors import RoomEnded


class ConnectionCheck(View):
    """Where to connect to, and a token of LiveKit's own for that one room, only to publish video."""

    url: str
    token: str
    lasts_s: int
    """Seconds after which the room is closed."""


@endpoint(
    "Test the connection before joining",
    tag="rooms",
    refusals=(RoomNotFound, Forbidden, Conflict, RoomEnded, TooMany, LiveKitUnavailable),
)
async def check_connection(request: web.Request, slug: str) -> ConnectionCheck:
    """Open a room for one person, apart from the meeting; whoever may come to its door may."""
    await request.app[LIMITER].hit(Limit.CHECK_BY_ADDRESS, client_network(request))
    room = (await room_for(request[VIEWER], slug, Right.ENTER)).room
    if room.type == "external":
        raise Conflict("This meeting belongs to another application. Join it there.")
    if not room.is_open:
        raise RoomEnded
    token = await request.app[LIVEKIT].open_check(new_check_room())
    return ConnectionCheck(url=request.app[SETTINGS].livekit_public_url, token=token, lasts_s=LASTS_S)
