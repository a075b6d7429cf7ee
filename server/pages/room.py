"""The page of the meeting room, in which the React application runs."""

from aiohttp import web

from server.app_keys import COMPILES_WASM, VIEWER
from server.errors import Conflict, RoomNotFound
from server.meeting.access import Right, room_for
from server.meeting.breakouts import main_room
from server.meeting.permanent_rooms import RoomEndedForGood, ended_for_good
from server.meeting.series import next_meeting
from server.pages.links import slug_of
from server.pages.templating import render


class RoomCancelled(Conflict):
    """The meeting was cancelled before it started."""

    title = "This meeting was cancelled"
    detail = "Ask the host for a new link."


async def room(request: web.Request) -> web.StreamResponse:
    """Show the room; redirect to the minutes if it is over, from a series to its next meeting.

    A permanent room is shown at its own link, to which its meetings' codes redirect.
    """
    slug = slug_of(request)
    try:
        standing = await room_for(request.get(VIEWER), slug, Right.ENTER)
    except RoomNotFound:
        meeting = await next_meeting(slug)
        if meeting is None and await ended_for_good(slug):
            raise RoomEndedForGood from None
        if meeting is None:
            raise
        return web.Response(status=303, headers={"Location": f"/r/{meeting}"})
    if standing.room.parent_room_id is not None and standing.room.is_open:
        return web.Response(status=303, headers={"Location": f"/r/{(await main_room(standing.room)).slug}"})
    if standing.room.is_over:
        return web.Response(status=303, headers={"Location": f"/m/{standing.room.slug}"})
    if standing.room.status == "cancelled":
        raise RoomCancelled
    found = standing.room
    link = slug if found.series_id is not None else found.link or found.slug
    if found.permanent_slug is not None:
        link = found.link or found.permanent_slug
        if slug == found.slug:
            return web.Response(status=303, headers={"Location": f"/r/{link}"})
    response = render(request, "room.html", entry="src/room/main.tsx", room=found, link=link)
    response[COMPILES_WASM] = True
    return response
