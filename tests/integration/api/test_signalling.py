"""The signalling proxy at `/rtc`: meetings work through it, and it forwards nothing of ours."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import WSCloseCode, WSMsgType, web
from aiohttp.test_utils import TestServer
from livekit import rtc
from yarl import URL

from server.api.signalling import MAX_MESSAGE_BYTES, add_routes
from server.app_keys import SETTINGS
from server.config import Secret, Settings
from server.livekit_client import Seat, open_livekit
from server.stack.child_process import free_port

TOKEN = "access_token=a.b.c&sdk=js&auto_subscribe=1"


@dataclass
class FakeLiveKit:
    """Echoes messages and records requests."""

    server: TestServer
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def fake_livekit() -> AsyncIterator[FakeLiveKit]:
    """Answer like LiveKit: 401 without a token, else a WebSocket or `success`."""

    async def rtc_door(request: web.Request) -> web.StreamResponse:
        fake.asked.append((request.path_qs, dict(request.headers)))
        if "access_token" not in request.query:
            return web.Response(status=401, text="invalid authorization token")
        if "Upgrade" not in request.headers:
            return web.Response(text="success")
        if "hang" in request.query:
            try:
                await asyncio.Event().wait()
            finally:  # a TestServer cancels the handler when the client leaves
                fake.left.set()
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.BINARY:
                await socket.send_bytes(message.data)
            elif message.data == "leave":
                await socket.close(code=4001)
            else:
                await socket.send_str(message.data)
        fake.left.set()
        return socket

    app = web.Application()
    app.router.add_get("/{path:.*}", rtc_door)
    fake = FakeLiveKit(TestServer(app, host="127.0.0.1"))
    await fake.server.start_server(shutdown_timeout=1)
    yield fake
    await fake.server.close()


def proxy(livekit_url: str) -> web.Application:
    """A web application with only the proxy."""
    app = web.Application()
    app[SETTINGS] = Settings(
        database_url=Secret(""), redis_url=Secret(""), livekit_url=livekit_url, livekit_api_key="",
        livekit_api_secret=Secret(""), livekit_public_url="",
    )  # fmt: skip
    add_routes(app)
    return app


@asynccontextmanager
async def site(livekit_url: str) -> AsyncIterator[TestServer]:
    """It runs."""
    server = TestServer(proxy(livekit_url), host="127.0.0.1")
    await server.start_server(shutdown_timeout=1)
    yield server
    await server.close()


@pytest.fixture
async def livekit() -> AsyncIterator[FakeLiveKit]:
    """The fake LiveKit, running."""
    async with fake_livekit() as fake:
        yield fake


@pytest.fixture
async def ours(livekit: FakeLiveKit) -> AsyncIterator[TestServer]:
    """The web process in front of it."""
    async with site(str(livekit.server.make_url("")).replace("http", "ws")) as server:
        yield server


@pytest.fixture
async def person() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that sends our cookies."""
    async with aiohttp.ClientSession(cookies={"__Host-parley": "secret", "parley_csrf": "secret"}) as session:
        yield session


@pytest.mark.parametrize("path", ["/rtc", "/rtc/v1"])
async def test_messages_pass_both_ways(ours: TestServer, person: aiohttp.ClientSession, path: str) -> None:
    """Bytes and text are relayed unchanged and in order."""
    async with person.ws_connect(f"{ours.make_url(path)}?{TOKEN}") as socket:
        await socket.send_bytes(b"\x00offer")
        await socket.send_str("{}")
        assert [(await socket.receive()).data for _ in range(2)] == [b"\x00offer", "{}"]


async def test_query_is_forwarded_unchanged(
    ours: TestServer, livekit: FakeLiveKit, person: aiohttp.ClientSession
) -> None:
    """The query is forwarded byte for byte."""
    asked = "/rtc/validate?access_token=a%2Bb%3D&join_request=%7B%22a%22%3A1%7D&x=a+b"
    url = URL(f"{ours.make_url('')}".rstrip("/") + asked, encoded=True)
    async with person.get(url) as answer:
        assert (answer.status, await answer.text()) == (200, "success")
    assert livekit.asked[0][0] == asked


async def test_our_cookies_are_not_forwarded(
    ours: TestServer, livekit: FakeLiveKit, person: aiohttp.ClientSession
) -> None:
    """Cookies and forged forwarding headers do not reach LiveKit; the client's address does."""
    lies = {"X-Forwarded-For": "198.51.100.7", "CF-Connecting-IP": "198.51.100.7"}
    async with person.ws_connect(f"{ours.make_url('/rtc')}?{TOKEN}", headers=lies):
        pass
    headers = livekit.asked[0][1]
    assert "Cookie" not in headers
    assert "CF-Connecting-IP" not in headers
    assert headers["X-Forwarded-For"] == "127.0.0.1"


async def test_refusal_of_livekit(ours: TestServer, person: aiohttp.ClientSession) -> None:
    """LiveKit's refusal is returned with its status before the upgrade."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await person.ws_connect(ours.make_url("/rtc"))
    assert refusal.value.status == 401
    async with person.get(ours.make_url("/rtc/validate")) as answer:
        assert (answer.status, await answer.text()) == (401, "invalid authorization token")


async def test_request_without_upgrade(ours: TestServer, person: aiohttp.ClientSession) -> None:
    """A request without the upgrade gets 426 before any token is checked."""
    async with person.get(ours.make_url("/rtc")) as answer:
        assert (answer.status, answer.headers["Upgrade"]) == (426, "websocket")


async def test_livekit_closes(ours: TestServer, person: aiohttp.ClientSession) -> None:
    """The client gets LiveKit's close code."""
    async with person.ws_connect(f"{ours.make_url('/rtc')}?{TOKEN}") as socket:
        await socket.send_str("leave")
        assert (await socket.receive()).type is WSMsgType.CLOSE
        assert socket.close_code == 4001


async def test_client_closes(ours: TestServer, livekit: FakeLiveKit, person: aiohttp.ClientSession) -> None:
    """When the client closes, LiveKit's side is closed too."""
    async with person.ws_connect(f"{ours.make_url('/rtc')}?{TOKEN}"):
        pass
    await asyncio.wait_for(livekit.left.wait(), 2)


async def test_client_gives_up(livekit: FakeLiveKit, person: aiohttp.ClientSession) -> None:
    """An attempt that the client gives up is given up at LiveKit too: it would put out the client's next."""
    runner, port = web.AppRunner(proxy(str(livekit.server.make_url(""))), shutdown_timeout=1), free_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(person.ws_connect(f"http://127.0.0.1:{port}/rtc?{TOKEN}&hang=1"), 0.5)
    await asyncio.wait_for(livekit.left.wait(), 5)
    await runner.cleanup()


async def test_livekit_dies(livekit: FakeLiveKit, ours: TestServer, person: aiohttp.ClientSession) -> None:
    """A broken connection to LiveKit closes with 1012 (service restart)."""
    async with person.ws_connect(f"{ours.make_url('/rtc')}?{TOKEN}") as socket:
        for transport in livekit.server.runner.server.connections:  # type: ignore[union-attr]  # it runs
            transport.transport.abort()  # type: ignore[union-attr]  # it is connected
        await socket.receive(timeout=2)
        assert socket.close_code == WSCloseCode.SERVICE_RESTART


async def test_process_stops(ours: TestServer, person: aiohttp.ClientSession) -> None:
    """A stopping web process closes its sockets at once with 1012."""
    async with person.ws_connect(f"{ours.make_url('/rtc')}?{TOKEN}") as socket:
        await ours.app.shutdown()
        await socket.receive(timeout=2)
        assert socket.close_code == WSCloseCode.SERVICE_RESTART


async def test_livekit_unreachable(person: aiohttp.ClientSession) -> None:
    """An unreachable LiveKit is 503 for WebSockets and plain requests."""
    async with site(f"ws://127.0.0.1:{free_port()}") as ours:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await person.ws_connect(f"{ours.make_url('/rtc')}?{TOKEN}")
        assert refusal.value.status == 503
        async with person.get(f"{ours.make_url('/rtc/validate')}?{TOKEN}") as answer:
            assert answer.status == 503


async def test_message_too_long(ours: TestServer, person: aiohttp.ClientSession) -> None:
    """A message above the limit closes the client's socket."""
    async with person.ws_connect(f"{ours.make_url('/rtc')}?{TOKEN}") as socket:
        await socket.send_bytes(bytes(MAX_MESSAGE_BYTES + 1))
        assert (await socket.receive(timeout=2)).type is not WSMsgType.BINARY


@pytest.mark.parametrize(
    "path", ["/twirp/livekit.RoomService/ListRooms", "/agent", "/rtc/v2", "/rtc/../agent"]
)
async def test_admin_api_is_not_proxied(
    ours: TestServer, livekit: FakeLiveKit, person: aiohttp.ClientSession, path: str
) -> None:
    """LiveKit's admin API is not reachable through our origin."""
    async with person.get(ours.make_url(path)) as answer:
        assert answer.status == 404
    assert livekit.asked == []


async def test_two_people_meet_through_it(app: web.Application, settings: Settings) -> None:
    """Two LiveKit clients connect through our origin, see each other, and are seen leaving."""
    origin = settings.url.replace("http", "ws")
    async with open_livekit(settings) as door:
        rooms = [rtc.Room(), rtc.Room()]
        seen = asyncio.Event()
        rooms[0].on("participant_connected", lambda _: seen.set())
        for number, room in enumerate(rooms):
            await room.connect(origin, door.token(Seat("behind-us", f"p{number}", "Somebody", "member")))
        await asyncio.wait_for(seen.wait(), 10)
        for room in rooms:
            await room.disconnect()
        await door.close_room("behind-us")
