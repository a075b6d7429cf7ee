"""Whether the database answers, and how many connections of this process's pools are open and in use."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.db import open_pools

Answer = TypeVar("Answer")


class DatabaseMetrics:
    """The metrics of a process that asks the database at each scrape."""

    def __init__(self, registry: CollectorRegistry) -> None:
        registry.register(PoolCollector())
        self._up = Gauge("parley_database_up", "1 if the database answered this scrape.", registry=registry)

    async def ask(self, query: Callable[[], Awaitable[Answer]]) -> Answer | None:
        """Return the answer, or None without a database: the gauges made of it are absent then, not zero."""
        try:
            found = await query()
        except DATABASE_ERRORS:
            self._up.set(0)
            return None
        self._up.set(1)
        return found


class PoolCollector(Collector):
    """Reads the pools at each scrape."""

    def collect(self) -> Iterable[Metric]:
        """Return the connections in use, those open and the most there may be, by pool."""
        used = GaugeMetricFamily("parley_database_pool_used", "Connections in use.", labels=["pool"])
        size = GaugeMetricFamily("parley_database_pool_open", "Open connections.", labels=["pool"])
        limit = GaugeMetricFamily(
            "parley_database_pool_limit", "Most connections there may be.", labels=["pool"]
        )
        for name, pool in open_pools().items():
            used.add_metric([name], pool.get_size() - pool.get_idle_size())
            size.add_metric([name], pool.get_size())
            limit.add_metric([name], pool.get_max_size())
        return used, size, limit

    def describe(self) -> Iterable[Metric]:
        """Nothing is known before a pool is open."""
        return ()
