"""Server-sent events: a bell for each change of a meeting; what changed is then fetched."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Literal

from aiohttp import ClientConnectionResetError, web

from server.api.endpoint import endpoint
from server.api.identity import recognise
from server.api.keys import STOPPING
from server.api.observe import METRICS
from server.api.problems import ASKING_FAILED
from server.errors import RoomNotFound
from server.meeting.access import Right, room_for
from server.meeting.rings import Ring
from server.web_keys import RINGS, VIEWER

HEARTBEAT_S = 15.0
"""Shorter than any proxy's patience; each beat also asks again whether the viewer may still listen."""
RETRY_MS = 2000
_Beat = Literal["beat"]


@endpoint("Listen for changes", tag="rooms", refusals=(RoomNotFound,), media_type="text/event-stream")
async def listen(request: web.Request, slug: str) -> web.StreamResponse:
    """Ring `{"kind": "room" | "minutes" | "participants"}` whenever there is something new to fetch."""
    standing = await room_for(request[VIEWER], slug, Right.ENTER)
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    request.app[METRICS].streams.inc()
    rings = request.app[RINGS].listen(standing.room.id)
    with suppress(ClientConnectionResetError):
        await response.write(f"retry: {RETRY_MS}\n\n".encode())
        async with aclosing(_until_stopped(rings, request.app[STOPPING])) as news:
            async for ring in news:
                if not await _still_allowed(request, slug):
                    break
                await response.write(_line(ring))
    return response


def _line(ring: Ring | _Beat) -> bytes:
    if isinstance(ring, Ring):
        return f"event: ring\ndata: {json.dumps({'kind': ring.kind})}\n\n".encode()
    return b": beat\n\n"


async def _still_allowed(request: web.Request, slug: str) -> bool:
    """No when the session or the place is gone, or cannot be looked up: who asks again is told why."""
    try:
        await recognise(request)
        await room_for(request[VIEWER], slug, Right.ENTER)
    except ASKING_FAILED:
        return False
    return True


async def _until_stopped(
    rings: AsyncGenerator[Ring, None], stopping: asyncio.Event
) -> AsyncGenerator[Ring | _Beat, None]:
    """Yield each ring, a beat where there was none for a while, and end when the process does."""
    stop = asyncio.create_task(stopping.wait())
    following = asyncio.ensure_future(anext(rings))
    try:
        while True:
            done, _ = await asyncio.wait(
                {stop, following}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED
            )
            if stop in done:
                return
            if following in done:
                yield following.result()
                following = asyncio.ensure_future(anext(rings))
            else:
                yield "beat"
    finally:
        stop.cancel()
        following.cancel()
        await asyncio.wait({stop, following})
        await rings.aclose()
