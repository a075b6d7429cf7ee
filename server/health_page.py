"""Health pages of processes that are not web servers, for supervisors and monitors."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from server.metrics_page import MetricsPage

Answer = Callable[[], Awaitable[tuple[int, Mapping[str, object]]]]
"""Returns the status and the JSON of one page, for each request."""


@asynccontextmanager
async def health_pages(
    pages: Mapping[str, Answer], host: str, port: int, metrics: MetricsPage | None = None
) -> AsyncIterator[int]:
    """Serve the pages, by path, and `/metrics` while the block runs; yields the port."""
    app = web.Application()
    for path, answer in pages.items():
        app.router.add_get(path, _handler(answer))
    app.router.add_get("/metrics", (metrics or MetricsPage()).answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _handler(answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(_: web.Request) -> web.Response:
        status, body = await answer()
        return web.json_response(dict(body), status=status)

    return handle


def ready_when(is_ready: Callable[[], bool]) -> Answer:
    """Return a page that answers 200 if `is_ready()`, else 503."""

    async def answer() -> tuple[int, Mapping[str, object]]:
        return (200, {"status": "ready"}) if is_ready() else (503, {"status": "waiting"})

    return answer
