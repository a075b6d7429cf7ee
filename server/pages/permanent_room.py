"""The page of a permanent room: its link, its past meetings with their minutes, and its end."""

from aiohttp import web

from server.app_keys import VIEWER
from server.meeting.access import Right
from server.meeting.accounts import Account
from server.meeting.db import transaction
from server.meeting.permanent_rooms import has_ended, kept_out, past_meetings, present_meeting
from server.pages.auth import redirect_to_sign_in
from server.pages.links import slug_of
from server.pages.templating import render


async def meetings(request: web.Request) -> web.StreamResponse:
    """Show it to whoever may enter; of the past meetings, those they may read."""
    viewer = request.get(VIEWER)
    if not isinstance(viewer, Account):
        return redirect_to_sign_in(request)
    async with transaction():
        slug = slug_of(request)
        standing = await present_meeting(viewer, slug)
        past = await past_meetings(standing.room, viewer)
        ended = await has_ended(standing.room)
        out = await kept_out(standing.room) if standing.may(Right.LET_IN) and standing.room.is_open else []
    return render(
        request,
        "permanent_room.html",
        entry="src/pages/permanent.ts",
        room=standing.room,
        link=standing.room.link or standing.room.permanent_slug or slug,
        past=past,
        has_ended=ended,
        kept_out=out,
        is_host=standing.may(Right.CANCEL),
    )
