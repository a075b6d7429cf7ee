"""Metrics of the wal process: whether it receives, what waits for the store, up to when the log is stored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge

Part = Literal["receive", "store"]
PARTS: tuple[Part, ...] = ("receive", "store")


class WalMetrics:
    """The metrics of one receiver, in their own registry, so that two can run in one process."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry = registry or CollectorRegistry()
        self._receiving = Gauge("parley_wal_receiving", "1 while the log is received.", registry=registry)
        self._waiting = Gauge(
            "parley_wal_waiting_segments", "Segments that are received, not yet whole in the store.",
            registry=registry,
        )  # fmt: skip
        self._stored_until = Gauge(
            "parley_wal_stored_until_timestamp_seconds", "The time up to which the log is in the store.",
            registry=registry,
        )  # fmt: skip
        self._stored_until.set_to_current_time()  # not known before, and an alert compares it with now
        self._failures = Counter("parley_wal_failures", "Failed attempts.", ("part",), registry=registry)
        for part in PARTS:
            self._failures.labels(part)

    def counting(self, waiting: Callable[[], int]) -> None:
        """Count what waits at each scrape."""
        self._waiting.set_function(waiting)

    @contextmanager
    def receiving(self) -> Iterator[None]:
        """The log is received while the block runs."""
        self._receiving.set(1)
        try:
            yield
        finally:
            self._receiving.set(0)

    def failed(self, part: Part) -> None:
        """Count an attempt that is repeated."""
        self._failures.labels(part).inc()

    def stored(self, until: datetime) -> None:
        """Note up to when the log is complete in the store."""
        self._stored_until.set(until.timestamp())
