"""The search page: the meetings found, with links to matching segments."""

from collections.abc import Iterator

from aiohttp import web

from server.app_keys import VIEWER
from server.errors import Unauthenticated
from server.meeting.accounts import Account
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.names import shown
from server.meeting.search import Match
from server.meeting.search import search as find
from server.pages.templating import render

MAX_RESULTS = 20


async def search(request: web.Request) -> web.Response:
    """Show the search box, and the results of a query."""
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        raise Unauthenticated
    words = shown(request.query.get("q", ""), "")
    async with transaction():
        found = await find(person, words, limit=MAX_RESULTS) if words else []
        if words:
            await record("user_action", "search", lasting=False)
    return render(
        request,
        "search.html",
        entry="src/pages/search.ts",
        words=words,
        found=[(each, [(match, list(marked_pieces(match))) for match in each.matches]) for each in found],
    )


def marked_pieces(match: Match) -> Iterator[tuple[str, bool]]:
    """Split a text at its highlighted ranges: each piece, and whether it is highlighted."""
    at = 0
    for start, end in match.marked:
        yield match.text[at:start], False
        yield match.text[start:end], True
        at = end
    yield match.text[at:], False
