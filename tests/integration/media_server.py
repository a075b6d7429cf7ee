"""A LiveKit server with a Redis of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from server.stack.child_process import free_port
from server.stack.engines import redis
from server.stack.go_engines import LIVEKIT, find
from server.stack.layout import Layout
from server.stack.livekit import Plan, livekit

LOOPBACK = "127.0.0.1"
KEY, SECRET = "APItest", "a secret of at least thirty-two characters"


@asynccontextmanager
async def media_server(directory: Path, webhook_url: str, host: str = LOOPBACK) -> AsyncIterator[Plan]:
    """Run one that reports to `webhook_url` while the block runs; others find it at another `host`."""
    binary = find(Layout.of(), LIVEKIT)
    if binary is None:
        pytest.skip("livekit-server is neither built nor on PATH: python3 -m server test builds it")
    async with redis(directory / "redis") as redis_url:
        plan = Plan(
            host=host,
            port=free_port(),
            tcp_port=free_port(),
            udp_port=free_port(),
            key=KEY,
            secret=SECRET,
            redis_url=redis_url,
            webhook_url=webhook_url,
            addresses=() if host == LOOPBACK else (host,),
        )
        async with livekit(binary, directory, plan, directory / "livekit.log"):
            yield plan
