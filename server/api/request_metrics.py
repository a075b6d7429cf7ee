"""A log line and metrics for each request, by route; never its parameters or content."""

import time
from uuid import uuid4

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import Counter, Histogram

from server.api.problems import route_of
from server.app_keys import REQUEST_ID, SETTINGS, VIEWER
from server.meeting.accounts import Account
from server.meeting.participants import Guest
from server.meeting.pool_metrics import PoolCollector
from server.metrics_page import exposition, process_registry, require_local

log = structlog.get_logger()
_UNLOGGED_PATHS = frozenset({"/healthz", "/readyz", "/metrics", "/metrics/targets"})
_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """The metrics of one application, in their own registry, so that two can run in one process."""

    def __init__(self) -> None:
        self.registry = process_registry()
        self.registry.register(PoolCollector())
        self.requests = Counter(
            "parley_http_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "parley_http_request_seconds",
            "Time to answer.",
            ("route",),
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self.streams = Counter("parley_event_streams", "Event streams opened.", registry=self.registry)
        self.webhooks = Counter(
            "parley_webhooks", "Webhooks received from LiveKit.", ("kind",), registry=self.registry
        )
        self.dispatches = Counter(
            "parley_transcriber_dispatches", "Transcribers dispatched again.", registry=self.registry
        )


METRICS = web.AppKey("metrics", Metrics)


@web.middleware
async def measure_requests(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log and count every request except health probes and metrics."""
    request[REQUEST_ID] = uuid4().hex[:12]
    if request.path in _UNLOGGED_PATHS:
        return await handler(request)
    with structlog.contextvars.bound_contextvars(request_id=request[REQUEST_ID]):
        started = time.monotonic()
        try:
            response = await handler(request)
        except web.HTTPException as answer:  # a redirect, which aiohttp raises
            _record_request(request, answer.status, time.monotonic() - started)
            raise
        _record_request(request, response.status, time.monotonic() - started)
    return response


def _record_request(request: web.Request, status: int, seconds: float) -> None:
    route, metrics = route_of(request), request.app[METRICS]
    metrics.requests.labels(request.method, route, status).inc()
    metrics.seconds.labels(route).observe(seconds)
    who, ms = _viewer_id(request), round(seconds * 1000)
    log.info("request", method=request.method, route=route, status=status, ms=ms, **who)


async def metrics(request: web.Request) -> web.Response:
    """Return Prometheus metrics to this machine; 404 for others, also through a proxy."""
    require_local(request)
    return exposition(request.app[METRICS].registry)


async def targets(request: web.Request) -> web.Response:
    """Return every process of this machine that has metrics, as Prometheus's HTTP service discovery."""
    require_local(request)
    settings = request.app[SETTINGS]
    assert request.transport is not None  # noqa: S101  the request has just come by it
    host, port = request.transport.get_extra_info("sockname")[:2]
    others = {
        "agent": settings.agent_port,
        "whisper": settings.whisper_port,
        "minutes": settings.minutes_port,
        "jobs": settings.jobs_port,
        "wal": settings.wal_port,
    }
    addresses = {"web": f"[{host}]:{port}" if ":" in host else f"{host}:{port}"}
    addresses |= {process: f"127.0.0.1:{found}" for process, found in others.items() if found}
    return web.json_response(
        [{"targets": [address], "labels": {"process": name}} for name, address in addresses.items()]
    )


def _viewer_id(request: web.Request) -> dict[str, str]:
    viewer = request.get(VIEWER)
    if isinstance(viewer, Account):
        return {"person_id": str(viewer.id)}
    if isinstance(viewer, Guest):
        return {"participant_id": str(viewer.participant_id)}
    return {}
