"""LiveKit's signalling behind our own origin: `/rtc` is passed on, so that one upstream serves everything."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from functools import partial
from typing import Final

import aiohttp
import structlog
from aiohttp import WSCloseCode, WSMsgType, hdrs, web
from yarl import URL

from server.api.app_keys import GATE
from server.api.identity import address
from server.api.signalling_admission import BEARER, Entrance, admitted, as_client_may_have_it
from server.app_keys import SETTINGS
from server.errors import LiveKitUnavailable, ParleyError
from server.meeting.database_errors import DATABASE_ERRORS
from server.signalling_gate import Connection

PATHS = ("/rtc", "/rtc/v1", "/rtc/validate", "/rtc/v1/validate")
"""What clients of LiveKit ask for; its administration and its agents' door stay on our side."""
PASSED_ON = (hdrs.AUTHORIZATION, hdrs.USER_AGENT)
"""Of the headers only these: cookies are ours."""
CONNECT_S, ANSWER_S = 5.0, 10.0
HEARTBEAT_S = 20.0
"""Under the 60 s after which reverse proxies close what is silent."""
LONGEST_MESSAGE_BYTES = 1 << 20
"""A description of a session with hundreds of tracks is a tenth of it."""
UNLIMITED: Final = 0
log = structlog.get_logger()
_SESSION = web.AppKey("signalling", aiohttp.ClientSession)
_STOPPING = web.AppKey("signalling_stopping", asyncio.Event)


def add_routes(app: web.Application) -> None:
    """Mount the paths, and the connections to LiveKit they share."""
    app.cleanup_ctx.append(_connections)
    app.on_shutdown.append(_stop)
    for path in PATHS:
        app.router.add_get(path, signal, allow_head=False)


async def signal(request: web.Request) -> web.StreamResponse:
    """Pass one request on: a WebSocket until either side closes it, anything else at once."""
    upgrade = request.headers.get(hdrs.UPGRADE, "").lower() == "websocket"
    if not upgrade and not request.path.endswith("/validate"):
        return web.Response(  # a reverse proxy that does not pass WebSockets on looks like this
            status=426, headers={hdrs.UPGRADE: "websocket"}, text="Connect to this address with a WebSocket."
        )
    try:
        entrance = await admitted(request)
        return await (_socket(request, entrance) if upgrade else _plain(request, entrance))
    except ParleyError as refusal:
        return web.Response(status=refusal.status, text=refusal.title)
    except (aiohttp.ClientConnectionError, TimeoutError):
        return web.Response(status=LiveKitUnavailable.status, text=LiveKitUnavailable.title)


async def _connections(app: web.Application) -> AsyncIterator[None]:
    connector = aiohttp.TCPConnector(limit=UNLIMITED)  # one connection is held for each person in a meeting
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        app[_SESSION], app[_STOPPING] = session, asyncio.Event()
        yield


async def _stop(app: web.Application) -> None:
    app[_STOPPING].set()


async def _plain(request: web.Request, entrance: Entrance | None) -> web.Response:
    async with asyncio.timeout(ANSWER_S):
        async with request.app[_SESSION].get(
            _target(request, entrance), headers=_headers(request, entrance)
        ) as answer:
            body = await answer.content.read(LONGEST_MESSAGE_BYTES)
            return web.Response(status=answer.status, body=body, content_type="text/plain", charset="utf-8")


async def _socket(request: web.Request, entrance: Entrance | None) -> web.StreamResponse:
    """LiveKit is asked first: what it refuses is refused with its status, before anything is upgraded."""
    connecting = request.app[_SESSION].ws_connect(
        _target(request, entrance),
        headers=_headers(request, entrance),
        max_msg_size=UNLIMITED,
        autoclose=False,
    )
    try:
        async with asyncio.timeout(ANSWER_S):
            livekit = await connecting
    except aiohttp.WSServerHandshakeError as refusal:
        return web.Response(status=refusal.status)
    async with livekit:
        person = web.WebSocketResponse(
            heartbeat=HEARTBEAT_S, max_msg_size=LONGEST_MESSAGE_BYTES, compress=False, autoclose=False
        )
        await person.prepare(request)
        if entrance is None:
            await _join(_pass_on(person, livekit), _pass_on(livekit, person), person, livekit, request)
        else:
            inward = _pass_on(person, livekit, in_json=False)
            outward = _pass_on(livekit, person, partial(as_client_may_have_it, request, entrance))
            held = Connection(entrance.ticket, entrance.room.livekit_name, entrance.place.id, person)
            with request.app[GATE].hold(held):
                await _join(inward, outward, person, livekit, request)
    return person


async def _join(
    inward: Coroutine[None, None, None],
    outward: Coroutine[None, None, None],
    person: web.WebSocketResponse,
    livekit: aiohttp.ClientWebSocketResponse,
    request: web.Request,
) -> None:
    """Pass messages both ways until one side has closed or we go down; then close both.

    Neither closing says that the person leaves: whose meeting goes on connects again and finds their seat.
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


async def _pass_on(
    source: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
    sink: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
    change: Callable[[bytes], Awaitable[bytes]] | None = None,
    *,
    in_json: bool = True,
) -> None:
    """In JSON only for who holds a token of LiveKit's anyway: the renewed ones are answered so too."""
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


def _target(request: web.Request, entrance: Entrance | None) -> URL:
    """The same path and query at LiveKit, letter by letter, but for a ticket."""
    livekit = request.app[SETTINGS].livekit_url.replace("ws", "http", 1).rstrip("/")
    asked = URL(f"{livekit}{request.path_qs}", encoded=True)
    return asked.without_query_params("access_token") if entrance is not None else asked


def _headers(request: web.Request, entrance: Entrance | None) -> Mapping[str, str]:
    told = {str(name): request.headers[name] for name in PASSED_ON if name in request.headers}
    if entrance is not None:
        told[hdrs.AUTHORIZATION] = f"{BEARER}{entrance.token}"
    return {**told, "X-Forwarded-For": address(request) or ""}
