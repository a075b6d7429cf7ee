"""Server-sent events: a bell for each change of a meeting; what changed is then fetched."""

import asyncio
import json
import socket
from contextlib import suppress

from aiohttp import ClientConnectionResetError, web

from server.api.app_keys import EVENT_HUB
from server.api.endpoint import endpoint
from server.api.event_hub import EventStream, Listener, StreamClosed
from server.api.identity import network, recognise
from server.api.problems import ASKING_FAILED
from server.api.request_metrics import METRICS
from server.app_keys import SESSION, VIEWER
from server.errors import RoomNotFound, TooMany
from server.meeting.access import Right, Standing, room_for
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeEvent

RETRY_MS = 2000
WRITE_S = 20.0
"""A reader that takes nothing for this long is cut off; it comes back and fetches everything."""
UNACKNOWLEDGED_MS = 20_000
"""A beat not acknowledged for this long ends the connection: the reader's machine is gone."""
HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
BEAT = b": beat\n\n"


@endpoint("Listen for changes", tag="rooms", refusals=(RoomNotFound, TooMany), media_type="text/event-stream")
async def listen(request: web.Request, slug: str) -> web.StreamResponse:
    """Ring `{"kind": "room" | "minutes" | "participants"}` whenever there is something new to fetch.

    Each event is called `ring`. A comment passes every 15 seconds where nothing happens. After the server
    itself was cut off from news, one event of each kind says to fetch everything.
    """
    standing = await room_for(request[VIEWER], slug, Right.ENTER)
    with request.app[EVENT_HUB].stream(_listener(request, standing), lambda: _is_gone(request)) as stream:
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await response.prepare(request)
        request.app[METRICS].streams.inc()
        _notice_the_vanished(request)
        with suppress(ClientConnectionResetError):
            await _write(request, response, f"retry: {RETRY_MS}\n\n".encode())
            await _tell(request, response, stream, slug)
    return response


def _listener(request: web.Request, standing: Standing) -> Listener:
    viewer, session, place = request[VIEWER], request[SESSION], standing.participant
    return Listener(
        room_id=standing.room.id,
        network=network(request),
        session_id=session.id if session else None,
        person_id=viewer.id if isinstance(viewer, Account) else None,
        participant_id=place.id if place else None,
    )


async def _tell(request: web.Request, response: web.StreamResponse, stream: EventStream, slug: str) -> None:
    """Write each change, and a beat where there was none for a while, until it is closed or refused."""
    with suppress(StreamClosed):
        while True:
            ring = await stream.next(request.app[EVENT_HUB].check_s)
            if not await _still_allowed(request, slug):
                return
            await _write(request, response, BEAT if ring is None else _event(ring))


async def _write(request: web.Request, response: web.StreamResponse, data: bytes) -> None:
    """Cut a reader off that does not take it; raises ClientConnectionResetError then too."""
    try:
        async with asyncio.timeout(WRITE_S):
            await response.write(data)
    except TimeoutError as error:
        if request.transport is not None:
            request.transport.abort()
        raise ClientConnectionResetError("the reader takes nothing") from error


def _event(ring: ChangeEvent) -> bytes:
    return f"event: ring\ndata: {json.dumps({'kind': ring.kind})}\n\n".encode()


def _is_gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _notice_the_vanished(request: web.Request) -> None:
    """Let the kernel give up on who answers nothing, where it can; else it tries for a quarter of an hour."""
    transport = request.transport
    connection = transport.get_extra_info("socket") if transport else None
    if connection is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS)


async def _still_allowed(request: web.Request, slug: str) -> bool:
    """No when the session or the place is gone, or cannot be looked up: who asks again is told why."""
    try:
        await recognise(request)
        await room_for(request[VIEWER], slug, Right.ENTER)
    except ASKING_FAILED:
        return False
    return True
