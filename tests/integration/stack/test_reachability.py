"""The ways in from other machines, tried one by one."""

import errno
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from server.stack.addresses import own_addresses
from server.stack.child_process import cannot_listen, free_port
from server.stack.reachability import Way, ways_in


@pytest.fixture
async def site() -> AsyncIterator[tuple[str, dict[str, int]]]:
    """Stand in for the public origin: whether it passes WebSockets on is said by the test."""
    says = {"rtc": 401}

    async def rtc(_: web.Request) -> web.Response:
        return web.Response(status=says["rtc"])

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app = web.Application()
    app.router.add_get("/rtc", rtc)
    app.router.add_get("/healthz", alive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"127.0.0.1:{runner.addresses[0][1]}", says
    await runner.cleanup()


def stack(site: str, udp: int, tcp: int, node_ip: str) -> dict[str, str]:
    """What a running stack tells of itself."""
    return {
        "PARLEY_URL": f"http://{site}", "LIVEKIT_PUBLIC_URL": f"ws://{site}", "PARLEY_NODE_IP": node_ip,
        "PARLEY_UDP_PORT": str(udp), "PARLEY_TCP_PORT": str(tcp),
    }  # fmt: skip


def health(ways: list[Way]) -> dict[str, bool]:
    """Each way by its name."""
    return {way.name: way.open for way in ways}


async def test_all_open(site: tuple[str, dict[str, int]]) -> None:
    """Pages, signalling and both ports are found open."""
    ours = own_addresses()[0]
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.create_server((ours, 0)) as tcp,
    ):
        udp.bind((ours, 0))
        ways = await ways_in(stack(site[0], udp.getsockname()[1], tcp.getsockname()[1], ours))
    assert health(ways) == {"pages": True, "signalling": True, "media by UDP": True, "media by TCP": True}


async def test_nothing_open() -> None:
    """Each that is shut comes with what fixes it."""
    ours, udp, tcp = own_addresses()[0], free_port(), free_port()
    assert cannot_listen(udp, ours, udp=True) != errno.EADDRINUSE
    ways = await ways_in(stack(f"127.0.0.1:{free_port()}", udp, tcp, ours))
    assert [way.open for way in ways] == [False] * 4
    assert all(way.fix for way in ways)


async def test_a_proxy_without_websockets(site: tuple[str, dict[str, int]]) -> None:
    """A reverse proxy that answers but passes no upgrade on is told apart."""
    site[1]["rtc"] = 426
    found = health(await ways_in(stack(site[0], free_port(), free_port(), own_addresses()[0])))
    assert (found["pages"], found["signalling"]) == (True, False)


async def test_behind_a_nat(site: tuple[str, dict[str, int]]) -> None:
    """An address that is not ours is said with the ports to forward to us."""
    ways = await ways_in(stack(site[0], 7882, 7881, "203.0.113.7"))
    assert [way.what for way in ways if way.name == "address"] == [
        "203.0.113.7 is not of this machine: forward UDP 7882 and TCP 7881 to it"
    ]


async def test_only_this_machine() -> None:
    """Where nobody else is served there is nothing to try."""
    assert await ways_in(stack("127.0.0.1:1", 1, 1, "")) == []
