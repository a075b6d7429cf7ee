"""Server-sent events: one `change` event for each change of a meeting; the client then fetches the data."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from aiohttp import ClientConnectionResetError, web

from server.api.app_keys import EVENT_HUB, LOBBY
from server.api.endpoint import endpoint
from server.api.event_hub import Change, EventStream, StreamClosed, Subscriber
from server.api.identity import client_network, identify_viewer
from server.api.lobby_presence import Listener
from server.api.problems import DEPENDENCY_ERRORS
from server.api.request_metrics import METRICS
from server.app_keys import SESSION, VIEWER
from server.errors import Forbidden, RoomNotFound, TooMany
from server.meeting.access import Right, Standing, room_for
from server.meeting.accounts import Account

RETRY_MS = 2000
WRITE_S = 20.0
"""A client that reads nothing for this long is disconnected; it reconnects and fetches everything."""
UNACKNOWLEDGED_MS = 20_000
"""TCP user timeout: the connection ends when the client's machine acknowledges nothing for this long."""
HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
HEARTBEAT = b": beat\n\n"


@endpoint(
    "Listen for changes",
    tag="rooms",
    refusals=(RoomNotFound, Forbidden, TooMany),
    media_type="text/event-stream",
)
async def listen(request: web.Request, slug: str) -> web.StreamResponse:
    """Send a `change` event when there is data to fetch: `{"kind": …}`.

    The kind is `room`, `minutes`, `participants`, `recording`, `notes`, or `transcript` when a segment was
    corrected. Who is not inside is told `room`, and `admission` when the host has answered. A comment is
    sent after 15 seconds without an event. After the server has lost its own subscription, and when one has
    come in, one event of each kind is sent, so that everything is fetched again.
    """
    standing = await room_for(request[VIEWER], slug, Right.ENTER)
    await request.app[LOBBY].note_here(standing.participant)
    with request.app[LOBBY].listening(standing.participant) as listener:
        subscriber = _subscriber(request, standing)
        return await send_events(request, subscriber, partial(_still_allowed, request, slug, listener))


async def send_events(
    request: web.Request, subscriber: Subscriber, still_allowed: Callable[[EventStream], Awaitable[bool]]
) -> web.StreamResponse:
    """Stream a subscriber's changes until they disconnect or are no longer allowed; raises TooMany."""
    with request.app[EVENT_HUB].stream(subscriber, lambda: disconnected(request)) as stream:
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await response.prepare(request)
        request.app[METRICS].streams.inc()
        _set_tcp_timeout(request)
        with suppress(ClientConnectionResetError):
            await send(request, response, f"retry: {RETRY_MS}\n\n".encode())
            await _write_events(request, response, stream, still_allowed)
    return response


def _subscriber(request: web.Request, standing: Standing) -> Subscriber:
    viewer, session, place = request[VIEWER], request[SESSION], standing.participant
    return Subscriber(
        room_id=standing.room.id,
        network=client_network(request),
        session_id=session.id if session else None,
        person_id=viewer.id if isinstance(viewer, Account) else None,
        participant_id=place.id if place else None,
        is_outside=_is_outside(standing),
    )


def _is_outside(standing: Standing) -> bool:
    """Whether what happens inside is not theirs to know: a co-host who is elsewhere still lets people in."""
    return not (standing.may(Right.READ) or standing.may(Right.LET_IN))


async def _write_events(
    request: web.Request,
    response: web.StreamResponse,
    stream: EventStream,
    still_allowed: Callable[[EventStream], Awaitable[bool]],
) -> None:
    """Write each change, and a heartbeat after a silence, until the stream is closed or access is refused.

    Who is refused because the host removed them is told that something of theirs changed.
    """
    with suppress(StreamClosed):
        is_allowed = True
        while is_allowed:
            event = await stream.next(request.app[EVENT_HUB].check_s)
            is_theirs = stream.is_theirs(event)
            is_allowed = await still_allowed(stream)
            if is_allowed or is_theirs:
                await send(request, response, HEARTBEAT if event is None else _encode(event))


async def send(request: web.Request, response: web.StreamResponse, data: bytes) -> None:
    """Write, or disconnect a client that does not read; raises ClientConnectionResetError."""
    try:
        async with asyncio.timeout(WRITE_S):
            await response.write(data)
    except TimeoutError as error:
        if request.transport is not None:
            request.transport.abort()
        raise ClientConnectionResetError("the client does not read") from error


def _encode(event: Change) -> bytes:
    return f"event: change\ndata: {json.dumps({'kind': event.kind})}\n\n".encode()


def disconnected(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _set_tcp_timeout(request: web.Request) -> None:
    """Set TCP_USER_TIMEOUT where the system has it; without it the kernel retries for 15 minutes."""
    transport = request.transport
    connection = transport.get_extra_info("socket") if transport else None
    if connection is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS)


async def _still_allowed(request: web.Request, slug: str, listener: Listener, stream: EventStream) -> bool:
    """Whether session and place still give access; False also when that cannot be looked up.

    Who listens may have another place than when they began: before the host came, they had none.
    """
    try:
        await identify_viewer(request)
        standing = await room_for(request[VIEWER], slug, Right.ENTER)
        place = standing.participant
        listener.stand(place)
        stream.stand(place.id if place else None, is_outside=_is_outside(standing))
        await request.app[LOBBY].note_back(place)
    except DEPENDENCY_ERRORS:
        return False
    return True
