"""The metrics of the whisper process: its queue, its speed, what it refuses."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from agent.recognizer import BYTES_PER_MS
from agent.whisper.messages import FULL, TOO_OLD, Busy, Failed, Listen, Message
from agent.whisper.request_queue import KINDS
from server.metrics_page import FACTOR_BUCKETS, LATENCY_BUCKETS_S

OUTCOMES = ("heard", "busy", "failed", "dropped")
REFINE_OUTCOMES = ("refined", "full", "too_old", "failed", "dropped")


class WhisperMetrics:
    """The metrics of one server, in their own registry, so that two can run in one process."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry = registry or CollectorRegistry()
        self.waiting = Gauge("parley_whisper_queue_length", "Requests that wait.", registry=registry)
        self.oldest = Gauge(
            "parley_whisper_queue_oldest_seconds", "Age of the oldest request that waits.", registry=registry
        )
        self.clients = Gauge("parley_whisper_clients", "Connected rooms.", registry=registry)
        self._requests = Counter(
            "parley_whisper_requests",
            "Requests, by what became of them.",
            ("kind", "outcome"),
            registry=registry,
        )
        for kind in KINDS:
            for outcome in OUTCOMES:
                self._requests.labels(kind, outcome)
        self._wait = Histogram(
            "parley_whisper_queue_wait_seconds", "Waiting until the model begins.", ("kind",),
            buckets=(0.01, 0.05, *LATENCY_BUCKETS_S, 60.0, 90.0), registry=registry,
        )  # fmt: skip
        self._reading = Histogram(
            "parley_whisper_read_seconds", "Time of the model for the requests of a batch.", ("kind",),
            buckets=LATENCY_BUCKETS_S, registry=registry,
        )  # fmt: skip
        self._audio = Counter(
            "parley_whisper_audio_seconds",
            "Speech read by the model.",
            ("kind", "language"),
            registry=registry,
        )
        self._factor = Histogram(
            "parley_whisper_real_time_factor", "Time of the model per second of speech.",
            ("kind", "language"), buckets=FACTOR_BUCKETS, registry=registry,
        )  # fmt: skip

        self.refining = RefinementMetrics(registry)

    def answered(self, listen: Listen, answer: Message | None) -> None:
        """Count a request's outcome; None: its client dropped it."""
        outcome = {Busy: "busy", Failed: "failed", type(None): "dropped"}.get(type(answer), "heard")
        self._requests.labels(listen.kind, outcome).inc()

    @contextmanager
    def reading(self, batch: Sequence[tuple[Listen, float]]) -> Iterator[None]:
        """Measure the model while the block runs; each request with the seconds it waited."""
        for listen, waited_s in batch:
            self._wait.labels(listen.kind).observe(waited_s)
        began = time.perf_counter()
        yield
        took_s = time.perf_counter() - began
        kind, language = batch[0][0].kind, batch[0][0].language
        audio_s = sum(len(listen.pcm) for listen, _ in batch) / BYTES_PER_MS / 1000
        self._reading.labels(kind).observe(took_s)
        self._audio.labels(kind, language).inc(audio_s)
        if audio_s:
            self._factor.labels(kind, language).observe(took_s / audio_s)


class RefinementMetrics:
    """The queue of the second pass."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.waiting = Gauge(
            "parley_whisper_refine_queue_length", "Windows that wait for the second pass.", registry=registry
        )
        self.oldest = Gauge(
            "parley_whisper_refine_queue_oldest_seconds", "Age of the oldest window that waits.",
            registry=registry,
        )  # fmt: skip
        self._wait = Histogram(
            "parley_whisper_refine_queue_wait_seconds", "Waiting until the second pass begins.",
            buckets=(0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 60.0), registry=registry,
        )  # fmt: skip
        self._reading = Histogram(
            "parley_whisper_refine_read_seconds", "Time of the second pass for one window.",
            buckets=(*LATENCY_BUCKETS_S, 60.0), registry=registry,
        )  # fmt: skip
        self._requests = Counter(
            "parley_whisper_refine_requests",
            "Windows, by what became of them.",
            ("outcome",),
            registry=registry,
        )
        for outcome in REFINE_OUTCOMES:
            self._requests.labels(outcome)

    def answered(self, answer: Message | None) -> None:
        """Count a window's outcome; None: its client dropped it."""
        outcome = "refined"
        if answer is None:
            outcome = "dropped"
        elif isinstance(answer, Failed):
            outcome = {FULL: "full", TOO_OLD: "too_old"}.get(answer.reason, "failed")
        self._requests.labels(outcome).inc()

    @contextmanager
    def reading(self, waited_s: float) -> Iterator[None]:
        """Measure the model while the block runs."""
        self._wait.observe(waited_s)
        with self._reading.time():
            yield
