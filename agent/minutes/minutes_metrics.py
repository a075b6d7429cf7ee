"""The metrics of the minutes process: what waits, how old it is, how long each phase takes."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from prometheus_client import Counter, Gauge, Histogram

from server.meeting.pool_metrics import DatabaseMetrics
from server.meeting.queue import (
    ANSWER,
    COMPLETE_MINUTES,
    FORGET_WORDS,
    IMPORT,
    MINUTES,
    MIX,
    MODEL_BLOCK,
    MODEL_MINUTES,
    NOTE_BLOCK,
    PASSAGES,
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
    NOTE_BLOCK: "note_block",
    MODEL_BLOCK: "phrase_block",
    ANSWER: "answer",
    MIX: "mix",
    PASSAGES: "passages",
}
"""By the queue's entry point."""
STATES = ("queued", "picked")
TOKENS = ("read", "cached", "written")
OUTCOMES = ("done", "retried", "failed", "stopped")
PHASE_BUCKETS_S = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0)


class MinutesMetrics:
    """The metrics of one worker, in their own registry, so that two can run in one process."""

    def __init__(self, tokens: Callable[[], Mapping[str, int]] = dict) -> None:
        """`tokens`: those of the model so far, by what was done with them."""
        self._model_tokens = tokens
        self._registry = registry = process_registry()
        self._database = DatabaseMetrics(registry)
        self._seconds = Histogram(
            "parley_minutes_phase_seconds", "Time of one attempt at a phase.", ("phase",),
            buckets=PHASE_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self._wait = Histogram(
            "parley_minutes_wait_seconds", "From the cause of a phase to its first attempt.", ("phase",),
            buckets=PHASE_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self._attempts = Counter(
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
            self._seconds.labels(phase)
            self._wait.labels(phase)
            for outcome in OUTCOMES:
                self._attempts.labels(phase, outcome)
        self._tokens = Counter(
            "parley_minutes_model_tokens", "Tokens of the language model.", ("kind",), registry=registry
        )
        self._counted = dict.fromkeys(TOKENS, 0)
        for kind in TOKENS:
            self._tokens.labels(kind)

    def waited(self, entrypoint: str, seconds: float) -> None:
        """Take note of the time from a job's cause to its first attempt."""
        self._wait.labels(PHASES[entrypoint]).observe(seconds)

    def timed(self, entrypoint: str) -> AbstractContextManager[object]:
        """Measure one attempt."""
        return self._seconds.labels(PHASES[entrypoint]).time()

    def ended(self, entrypoint: str, outcome: str) -> None:
        """Count an attempt."""
        self._attempts.labels(PHASES[entrypoint], outcome).inc()

    @property
    def page(self) -> MetricsPage:
        """The page of these metrics, which asks the queue at each scrape."""
        return MetricsPage(self._registry, self._refresh)

    async def _refresh(self) -> None:
        for kind, count in self._model_tokens().items():
            self._tokens.labels(kind).inc(count - self._counted[kind])
            self._counted[kind] = count
        self._jobs.clear()
        self._oldest.clear()
        if (found := await self._database.ask(queue_state)) is None:
            return
        for entrypoint, phase in PHASES.items():
            ages = [found.get((entrypoint, state), (0, 0.0)) for state in STATES]
            self._oldest.labels(phase).set(max(age for _, age in ages))
            for state, (count, _) in zip(STATES, ages, strict=True):
                self._jobs.labels(phase, state).set(count)
