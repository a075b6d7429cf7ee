"""Whether the process lives, and whether every part it needs answers."""

from collections.abc import Awaitable

from aiohttp import web

from server.api.app_keys import LIVEKIT, REDIS
from server.api.problems import ASKING_FAILED
from server.app_keys import SETTINGS
from server.meeting.db import fetch_one
from server.parts import outages


async def alive(_: web.Request) -> web.Response:
    """Answer: that is all there is to it."""
    return web.json_response({"status": "ok"})


async def ready(request: web.Request) -> web.Response:
    """Ask the database, Redis and the media server; 503 names which does not answer.

    What else of this stack is down is named too, in a word: pages and meetings go on without it.
    """
    parts = {
        "database": await _answers(fetch_one("SELECT 1")),
        "redis": await _answers(request.app[REDIS].get("parley:ready")),
        "livekit": await _answers(request.app[LIVEKIT].rooms()),
    }
    down = outages(request.app[SETTINGS].data)
    told = {name: "does not come back" if one.is_stuck else "restarting" for name, one in down.items()}
    is_ready = all(parts.values())
    state = "waiting" if not is_ready else "degraded" if down else "ok"
    return web.json_response({"status": state, **parts, "down": told}, status=200 if is_ready else 503)


async def _answers(question: Awaitable[object]) -> bool:
    try:
        await question
    except ASKING_FAILED:
        return False
    return True
