"""Guessing at chosen links: a network that misses too often finds none for a while, but its people's own.

Only misses count, and only they ask Redis; a network that has used up its misses is remembered by this
process until they are given back. A chosen link that is hit then looks like one that is missed. Generated
codes are not guessed: they neither count nor are refused.
"""

import time
from contextlib import suppress

from aiohttp import web
from aiohttp.typedefs import Handler

from server.api.app_keys import LIMITER
from server.api.identity import client_network
from server.api.limits import Limit
from server.app_keys import VIEWER
from server.errors import Forbidden, RoomNotFound, TooMany
from server.meeting.access import Right, Viewer, room_for
from server.meeting.accounts import Account
from server.meeting.links import is_guessable, led_by_link, was_at

MOST_REMEMBERED = 10_000
GUESSING = web.AppKey("guessing", dict[str, float])
"""Networks that have missed too often, and until when (monotonic)."""


@web.middleware
async def limit_guesses(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count chosen links that lead nowhere; raises TooMany above the limit."""
    slug = request.match_info.get("slug")
    if slug is None or not is_guessable(slug):
        return await handler(request)
    if _is_part_of_another_site(request):
        raise RoomNotFound
    guessing, network = request.app[GUESSING], client_network(request)
    left_s = guessing.get(network, 0.0) - time.monotonic()
    if left_s > 0 and not await _is_known(request.get(VIEWER), slug):
        raise TooMany(int(left_s) + 1)
    try:
        return await handler(request)
    except RoomNotFound:
        if await led_by_link(slug) is None:
            await _count(request, slug)
        raise


def _is_part_of_another_site(request: web.Request) -> bool:
    """Whether a page elsewhere makes its readers' browsers ask, as by an image, and not by a link."""
    is_elsewhere = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    return is_elsewhere and request.headers.get("Sec-Fetch-Dest") != "document"


async def _is_known(viewer: Viewer, slug: str) -> bool:
    """Whether the meeting knows the viewer: by a place in it or its series, as host, or by raised rights."""
    if viewer is None:
        return False
    with suppress(RoomNotFound):
        try:
            if (await room_for(viewer, slug, Right.ENTER)).role != "stranger":
                return True
        except Forbidden:
            return True
    return isinstance(viewer, Account) and await was_at(slug, viewer.id)


async def _count(request: web.Request, slug: str) -> None:
    """Count a missed link once, however many people behind one address open it."""
    guessing, network = request.app[GUESSING], client_network(request)
    try:
        await request.app[LIMITER].hit(Limit.SAME_MISSED_LINK, network, slug)
    except TooMany:
        return
    try:
        await request.app[LIMITER].hit(Limit.MISSED_LINK_BY_ADDRESS, network)
    except TooMany as refusal:
        now = time.monotonic()
        if len(guessing) >= MOST_REMEMBERED:
            for each in [known for known, until in guessing.items() if until <= now] or list(guessing)[:1]:
                del guessing[each]
        guessing[network] = now + refusal.retry_after_s
        raise
