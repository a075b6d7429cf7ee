"""Proxy of LiveKit's signalling at `/rtc` on our own origin, so that one upstream serves everything."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from functools import partial
from typing import Final

import aiohttp
import structlog
from aiohttp import WSCloseCode, WSMsgType, hdrs, web
from yarl import URL

from server.api.app_keys import GATE
from server.api.identity import client_address
from server.api.signalling_admission import BEARER, Admission, admit_connection, replace_tokens
from server.app_keys import SETTINGS
from server.errors import LiveKitUnavailable, ParleyError
from server.meeting.database_errors import DATABASE_ERRORS
from server.signalling_gate import Connection

PATHS = ("/rtc", "/rtc/v1", "/rtc/validate", "/rtc/v1/validate")
"""Paths for LiveKit's clients; its admin API and its endpoint for agents are not proxied."""
FORWARDED_HEADERS = (hdrs.AUTHORIZATION, hdrs.USER_AGENT)
"""No other request headers are forwarded; cookies are for us."""
CONNECT_S, ANSWER_S = 5.0, 10.0
CLIENT_CHECK_S = 0.1
HEARTBEAT_S = 20.0
"""Below the 60 s after which reverse proxies close idle connections."""
MAX_MESSAGE_BYTES = 1 << 20
"""A session description with hundreds of tracks is a tenth of this."""
UNLIMITED: Final = 0
log = structlog.get_logger()
_SESSION = web.AppKey("signalling", aiohttp.ClientSession)
_STOPPING = web.AppKey("signalling_stopping", asyncio.Event)


def add_routes(app: web.Application) -> None:
    """Mount the paths, and the HTTP session to LiveKit that they share."""
    app.cleanup_ctx.append(_open_session)
    app.on_shutdown.append(_announce_stop)
    for path in PATHS:
        app.router.add_get(path, proxy_signalling, allow_head=False)


async def proxy_signalling(request: web.Request) -> web.StreamResponse:
    """Proxy one request: a WebSocket until either side closes it, or a plain request."""
    upgrade = request.headers.get(hdrs.UPGRADE, "").lower() == "websocket"
    if not upgrade and not request.path.endswith("/validate"):
        return web.Response(  # also the answer behind a reverse proxy that does not forward WebSockets
            status=426, headers={hdrs.UPGRADE: "websocket"}, text="Connect to this address with a WebSocket."
        )
    try:
        entrance = await admit_connection(request)
        return await (_proxy_websocket(request, entrance) if upgrade else _proxy_request(request, entrance))
    except ParleyError as refusal:
        return web.Response(status=refusal.status, text=refusal.title)
    except (aiohttp.ClientConnectionError, TimeoutError):
        return web.Response(status=LiveKitUnavailable.status, text=LiveKitUnavailable.title)


async def _open_session(app: web.Application) -> AsyncIterator[None]:
    connector = aiohttp.TCPConnector(limit=UNLIMITED)  # one connection is held for each person in a meeting
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        app[_SESSION], app[_STOPPING] = session, asyncio.Event()
        yield


async def _announce_stop(app: web.Application) -> None:
    app[_STOPPING].set()


async def _proxy_request(request: web.Request, entrance: Admission | None) -> web.Response:
    async with asyncio.timeout(ANSWER_S):
        async with request.app[_SESSION].get(
            _livekit_url(request, entrance), headers=_livekit_headers(request, entrance)
        ) as answer:
            body = await answer.content.read(MAX_MESSAGE_BYTES)
            return web.Response(status=answer.status, body=body, content_type="text/plain", charset="utf-8")


async def _proxy_websocket(request: web.Request, entrance: Admission | None) -> web.StreamResponse:
    """Connect to LiveKit before upgrading the client's connection: if it refuses, return its status."""
    connecting = request.app[_SESSION].ws_connect(
        _livekit_url(request, entrance),
        headers=_livekit_headers(request, entrance),
        max_msg_size=UNLIMITED,
        autoclose=False,
    )
    try:
        livekit = await _unless_client_leaves(request, asyncio.ensure_future(connecting))
    except aiohttp.WSServerHandshakeError as refusal:
        return web.Response(status=refusal.status)
    async with livekit:
        person = web.WebSocketResponse(
            heartbeat=HEARTBEAT_S, max_msg_size=MAX_MESSAGE_BYTES, compress=False, autoclose=False
        )
        await person.prepare(request)
        if entrance is None:
            await _relay_both_ways(_relay(person, livekit), _relay(livekit, person), person, livekit, request)
        else:
            inward = _relay(person, livekit, in_json=False)
            outward = _relay(livekit, person, partial(replace_tokens, request, entrance))
            held = Connection(entrance.ticket, entrance.room.livekit_name, entrance.place.id, person)
            with request.app[GATE].hold(held):
                await _relay_both_ways(inward, outward, person, livekit, request)
    return person


async def _unless_client_leaves(
    request: web.Request, connecting: asyncio.Future[aiohttp.ClientWebSocketResponse]
) -> aiohttp.ClientWebSocketResponse:
    """Wait for LiveKit, and give up with the client.

    An attempt that the client has given up would come through after its next one, and LiveKit ends the older
    connection of an identity: the client would be out of a meeting that it has just come back to.
    """
    try:
        async with asyncio.timeout(ANSWER_S):
            while not connecting.done():
                if request.transport is None:
                    raise aiohttp.ClientConnectionError
                await asyncio.wait([connecting], timeout=CLIENT_CHECK_S)
        return await connecting
    finally:
        connecting.cancel()


async def _relay_both_ways(
    inward: Coroutine[None, None, None],
    outward: Coroutine[None, None, None],
    person: web.WebSocketResponse,
    livekit: aiohttp.ClientWebSocketResponse,
    request: web.Request,
) -> None:
    """Relay messages both ways until one side has closed or the process stops; then close both.

    A closed connection is not a departure: the client reconnects and finds its seat.
    """
    stopping = request.app[_STOPPING]
    ends: set[asyncio.Task[object]] = {
        asyncio.create_task(inward),
        asyncio.create_task(outward),
        asyncio.create_task(stopping.wait()),
    }
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for end in ends:
            end.cancel()
        await asyncio.gather(*ends, return_exceptions=True)
        restart = stopping.is_set() or livekit.close_code in (None, WSCloseCode.ABNORMAL_CLOSURE)
        code = WSCloseCode.SERVICE_RESTART if restart else livekit.close_code or WSCloseCode.OK
        await person.close(code=code)


async def _relay(
    source: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
    sink: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
    change: Callable[[bytes], Awaitable[bytes]] | None = None,
    *,
    in_json: bool = True,
) -> None:
    """Relay messages one way; text (JSON) only for holders of LiveKit's tokens: renewed ones are in it."""
    async for message in source:
        try:
            if message.type is WSMsgType.BINARY:
                await sink.send_bytes(await change(message.data) if change else message.data)
            elif message.type is WSMsgType.TEXT and in_json and change is None:
                await sink.send_str(message.data)
            else:
                return
        except (ParleyError, *DATABASE_ERRORS, ConnectionError) as error:
            log.info("signalling_ended", error=type(error).__name__)
            return


def _livekit_url(request: web.Request, entrance: Admission | None) -> URL:
    """Return LiveKit's URL with the same path and query, byte for byte, but without a ticket."""
    livekit = request.app[SETTINGS].livekit_url.replace("ws", "http", 1).rstrip("/")
    asked = URL(f"{livekit}{request.path_qs}", encoded=True)
    return asked.without_query_params("access_token") if entrance is not None else asked


def _livekit_headers(request: web.Request, entrance: Admission | None) -> Mapping[str, str]:
    told = {str(name): request.headers[name] for name in FORWARDED_HEADERS if name in request.headers}
    if entrance is not None:
        told[hdrs.AUTHORIZATION] = f"{BEARER}{entrance.token}"
    return {**told, "X-Forwarded-For": client_address(request) or ""}
