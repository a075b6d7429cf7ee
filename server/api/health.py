"""Whether the process lives, and whether every part it needs answers."""

from collections.abc import Awaitable

from aiohttp import web

from server.api.app_keys import LIVEKIT, REDIS
from server.api.problems import ASKING_FAILED
from server.meeting.db import fetch_one


async def alive(_: web.Request) -> web.Response:
    """Answer: that is all there is to it."""
    return web.json_response({"status": "ok"})


async def ready(request: web.Request) -> web.Response:
    """Ask the database, Redis and the media server; 503 names which does not answer."""
    parts = {
        "database": await _answers(fetch_one("SELECT 1")),
        "redis": await _answers(request.app[REDIS].get("parley:ready")),
        "livekit": await _answers(request.app[LIVEKIT].rooms()),
    }
    status = 200 if all(parts.values()) else 503
    return web.json_response({"status": "ok" if status == 200 else "waiting", **parts}, status=status)


async def _answers(question: Awaitable[object]) -> bool:
    try:
        await question
    except ASKING_FAILED:
        return False
    return True
