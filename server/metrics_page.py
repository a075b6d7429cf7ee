"""`/metrics` of the processes that are not web servers: a registry, read anew for each scrape."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

disable_created_metrics()  # type: ignore[no-untyped-call]  # series only OpenMetrics has a use for

LATENCY_BUCKETS_S = (
    0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5, 4.0, 6.0, 10.0, 30.0,
)  # fmt: skip
"""Fine around the goals of captions, 0.6 to 1.5 s."""
FACTOR_BUCKETS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 4.0)
"""For real-time factors: from 1 on an engine cannot keep up."""


def process_registry() -> CollectorRegistry:
    """Return a registry that holds this process's memory, processor time and open files."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    return registry


async def nothing() -> None:
    """Nothing has to be read before a scrape."""


@dataclass(frozen=True, slots=True)
class MetricsPage:
    """What one process exposes; `refresh` reads what must be awaited, such as the database."""

    registry: CollectorRegistry = field(default_factory=process_registry)
    refresh: Callable[[], Awaitable[None]] = nothing

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one scrape."""
        require_local(request)
        await self.refresh()
        return exposition(self.registry)


def require_local(request: web.Request) -> None:
    """Raise 404 unless the request comes from this machine, and through no proxy."""
    if request.remote not in ("127.0.0.1", "::1") or "X-Forwarded-For" in request.headers:
        raise web.HTTPNotFound


def exposition(registry: CollectorRegistry) -> web.Response:
    """Return a registry in Prometheus's text format."""
    return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
