"""How many connections of this process's database pools are open and in use."""

from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server.meeting.db import open_pools


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
