"""Where a supervisor asks whether the worker takes rooms: it answers from its registration on, not before."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def answering(host: str, port: int) -> AsyncIterator[None]:
    """Answer every GET of `/` with 200 while the block runs."""
    app = web.Application()
    app.router.add_get("/", _ready)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()


async def _ready(_: web.Request) -> web.Response:
    return web.Response(text="ready")
