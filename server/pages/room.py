"""The shell of the meeting room; what is in it is the React application."""

from aiohttp import web

from server.app_keys import VIEWER
from server.errors import Conflict
from server.meeting.access import Right, room_for
from server.pages.links import slug_of
from server.pages.templating import render


class RoomCancelled(Conflict):
    """Called off before it began."""

    title = "This meeting was cancelled"
    detail = "Ask the host for a new link."


async def room(request: web.Request) -> web.StreamResponse:
    """Open the room; one that has ended shows its minutes instead."""
    standing = await room_for(request.get(VIEWER), slug_of(request), Right.ENTER)
    if standing.room.is_over:
        return web.Response(status=303, headers={"Location": f"/m/{standing.room.slug}"})
    if standing.room.status == "cancelled":
        raise RoomCancelled
    return render(request, "room.html", entry="src/room/main.tsx", room=standing.room)
