"""Liveness and readiness probes."""

from collections.abc import Awaitable

from aiohttp import web

from server.api.app_keys import LIVEKIT, REDIS
from server.api.problems import DEPENDENCY_ERRORS
from server.app_keys import SETTINGS
from server.meeting.db import fetch_one
from server.parts import outages


async def alive(_: web.Request) -> web.Response:
    """Answer 200 while the process runs."""
    return web.json_response({"status": "ok"})


async def ready(request: web.Request) -> web.Response:
    """Query the database, Redis and LiveKit; 503 names the one that does not answer.

    Other parts of the stack that are down are listed under `down`; pages and meetings work without them.
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
    except DEPENDENCY_ERRORS:
        return False
    return True
