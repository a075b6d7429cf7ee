"""The metrics of the minutes process: what waits, how old it is, how long each phase takes."""

from prometheus_client import Counter, Gauge, Histogram

from server.meeting.pool_metrics import DatabaseMetrics
from server.meeting.queue import (
    COMPLETE_MINUTES,
    FORGET_WORDS,
    IMPORT,
    MINUTES,
    MODEL_MINUTES,
    REWRITE_MINUTES,
    queue_state,
)
from server.metrics_page import MetricsPage, process_registry

PHASES = {
    MINUTES: "draft",
    COMPLETE_MINUTES: "complete",
    MODEL_MINUTES: "phrase",
    REWRITE_MINUTES: "rewrite",
    FORGET_WORDS: "forget",
    IMPORT: "import",
}
"""By the queue's entry point."""
STATES = ("queued", "picked")
OUTCOMES = ("done", "retried", "failed", "stopped")
PHASE_BUCKETS_S = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0)


class MinutesMetrics:
    """The metrics of one worker, in their own registry, so that two can run in one process."""

    def __init__(self) -> None:
        self._registry = registry = process_registry()
        self._database = DatabaseMetrics(registry)
        self.seconds = Histogram(
            "parley_minutes_phase_seconds", "Time of one attempt at a phase.", ("phase",),
            buckets=PHASE_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self.wait = Histogram(
            "parley_minutes_wait_seconds", "From the cause of a phase to its first attempt.", ("phase",),
            buckets=PHASE_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self.attempts = Counter(
            "parley_minutes_attempts",
            "Attempts at a phase, by outcome.",
            ("phase", "outcome"),
            registry=registry,
        )
        self._jobs = Gauge(
            "parley_minutes_queue_jobs", "Jobs in the queue.", ("phase", "state"), registry=registry
        )
        self._oldest = Gauge(
            "parley_minutes_queue_oldest_seconds", "Age of the oldest job in the queue.", ("phase",),
            registry=registry,
        )  # fmt: skip
        for phase in PHASES.values():
            self.seconds.labels(phase)
            self.wait.labels(phase)
            for outcome in OUTCOMES:
                self.attempts.labels(phase, outcome)

    @property
    def page(self) -> MetricsPage:
        """The page of these metrics, which asks the queue at each scrape."""
        return MetricsPage(self._registry, self._refresh)

    async def _refresh(self) -> None:
        self._jobs.clear()
        self._oldest.clear()
        if (found := await self._database.ask(queue_state)) is None:
            return
        for entrypoint, phase in PHASES.items():
            ages = [found.get((entrypoint, state), (0, 0.0)) for state in STATES]
            self._oldest.labels(phase).set(max(age for _, age in ages))
            for state, (count, _) in zip(STATES, ages, strict=True):
                self._jobs.labels(phase, state).set(count)
