"""The first page: what Parley is, or one's own meetings."""

from aiohttp import web

from server.app_keys import VIEWER
from server.meeting.accounts import Account
from server.meeting.db import transaction
from server.meeting.home import home as home_of
from server.meeting.notifications import notifications_of
from server.pages.templating import render


async def home(request: web.Request) -> web.Response:
    """Show one's meetings, or to a stranger what this is."""
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        return render(request, "welcome.html", entry="src/pages/home.ts")
    async with transaction():
        meetings = await home_of(person)
        news = await notifications_of(person.id, unread_only=True)
    return render(
        request,
        "home.html",
        entry="src/pages/home.ts",
        live=meetings.live,
        coming=meetings.coming,
        past=meetings.past,
        notifications=news,
    )
