"""Guessing at meetings' links: a network that misses too often finds none for a while, but its people's own.

Only misses count, and only they ask Redis; a network that has used up its misses is remembered by this
process until they are given back. A chosen link that is hit then looks like one that is missed.
"""

import time

from aiohttp import web
from aiohttp.typedefs import Handler

from server.api.app_keys import LIMITER
from server.api.identity import client_network
from server.api.limits import Limit
from server.app_keys import VIEWER
from server.errors import Forbidden, RoomNotFound, TooMany
from server.meeting.access import Right, Viewer, room_for

MOST_REMEMBERED = 10_000
GUESSING = web.AppKey("guessing", dict[str, float])
"""Networks that have missed too often, and until when (monotonic)."""


@web.middleware
async def limit_guesses(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count requests that find no meeting; raises TooMany above the limit."""
    slug = request.match_info.get("slug")
    if slug is None:
        return await handler(request)
    guessing, network = request.app[GUESSING], client_network(request)
    left_s = guessing.get(network, 0.0) - time.monotonic()
    if left_s > 0 and not await _is_known(request.get(VIEWER), slug):
        raise TooMany(int(left_s) + 1)
    try:
        return await handler(request)
    except RoomNotFound:
        await _count(request, guessing, network)
        raise


async def _is_known(viewer: Viewer, slug: str) -> bool:
    """Whether the meeting knows the viewer: by a place there, as its host, or by raised rights."""
    if viewer is None:
        return False
    try:
        standing = await room_for(viewer, slug, Right.ENTER)
    except RoomNotFound:
        return False
    except Forbidden:
        return True
    return standing.role != "stranger"


async def _count(request: web.Request, guessing: dict[str, float], network: str) -> None:
    try:
        await request.app[LIMITER].hit(Limit.MISSED_LINK_BY_ADDRESS, network)
    except TooMany as refusal:
        now = time.monotonic()
        if len(guessing) >= MOST_REMEMBERED:
            for each in [known for known, until in guessing.items() if until <= now] or list(guessing)[:1]:
                del guessing[each]
        guessing[network] = now + refusal.retry_after_s
        raise
