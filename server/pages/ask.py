"""The page to ask all of one's meetings; the question goes to the API."""

from aiohttp import web

from server.app_keys import VIEWER
from server.errors import Unauthenticated
from server.meeting.accounts import Account
from server.pages.templating import render


async def ask(request: web.Request) -> web.Response:
    """Show the box; raises Unauthenticated."""
    if not isinstance(request.get(VIEWER), Account):
        raise Unauthenticated
    return render(request, "ask.html", entry="src/pages/ask.ts")
