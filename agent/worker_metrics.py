"""The metrics page of the agent: the worker's own figures, and the sum over its jobs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from livekit.agents.job import RunningJobInfo
from prometheus_client import Counter, Gauge

from agent.admission import REASONS, Admission
from agent.job_reports import JobReports, socket_path
from agent.segment_journal import DIRECTORY, journal_files
from server.config import Settings
from server.metrics_page import MetricsPage, process_registry

ENGINES = ("vosk", "whisper")


class Worker(Protocol):
    """What is read of LiveKit's worker."""

    admission: Admission
    _worker_load: float
    _proc_pool: Any

    @property
    def active_jobs(self) -> list[RunningJobInfo]:
        """The jobs that run."""

    @property
    def job_ids(self) -> list[str]:
        """Their ids."""

    @property
    def reserved(self) -> int:
        """How many rooms are accepted and not begun."""


class WorkerMetrics:
    """The metrics of one worker."""

    def __init__(self) -> None:
        self.registry = registry = process_registry()
        self.reports = JobReports()
        registry.register(self.reports)
        self._load = Gauge("parley_agent_load", "The load LiveKit is told, 0 to 1.", registry=registry)
        self._jobs = Gauge("parley_agent_jobs", "Jobs that run, one a room.", registry=registry)
        self._journals = Gauge(
            "parley_journal_files", "Journals on disk, of jobs that live or not.", registry=registry
        )
        self._full = Gauge(
            "parley_agent_full", "Whether the worker takes no room, and why.", ("reason",), registry=registry
        )
        self._engine_load = Gauge(
            "parley_agent_engine_load",
            "How late an engine is: 1 is too late.",
            ("engine",),
            registry=registry,
        )
        self._speakers = Gauge(
            "parley_agent_speakers",
            "Speakers in whose utterance an engine is now.",
            ("engine",),
            registry=registry,
        )
        self._capacity = Gauge(
            "parley_agent_capacity_speakers",
            "How many may speak at once with this engine alone.",
            ("engine",),
            registry=registry,
        )
        self._ended = Counter(
            "parley_agent_jobs_ended", "Job processes that ended.", ("outcome",), registry=registry
        )
        for outcome in ("done", "failed"):
            self._ended.labels(outcome)

    def watch(self, server: Worker, journals: Path) -> None:
        """Read a worker that runs, and the directory of its jobs' journals."""
        self._journals.set_function(lambda: len(journal_files(journals)))
        self._load.set_function(lambda: float(server._worker_load))
        self._jobs.set_function(lambda: len(server.active_jobs))
        self._watch_admission(server)
        server._proc_pool.on("process_closed", self._closed)

    def _watch_admission(self, server: Worker) -> None:
        admission = server.admission

        def is_full(reason: str) -> bool:
            return admission.shares(server.job_ids, server.reserved)[reason] >= 1

        for reason in REASONS:
            self._full.labels(reason).set_function(partial(is_full, reason))
        for engine in ENGINES:
            self._engine_load.labels(engine).set_function(partial(admission.machine.load_of, engine))
            self._speakers.labels(engine).set_function(partial(admission.machine.speaking_to, engine))
            self._capacity.labels(engine).set(admission.capacity.of(engine))

    def _closed(self, process: Any) -> None:
        if process.running_job is not None:
            self._ended.labels("failed" if process.exitcode else "done").inc()


@asynccontextmanager
async def worker_metrics(server: Worker, settings: Settings) -> AsyncIterator[MetricsPage]:
    """Take the jobs' reports while the block runs; yields the page."""
    metrics = WorkerMetrics()
    metrics.watch(server, settings.data / DIRECTORY)
    async with metrics.reports.received(socket_path(settings.data, settings.agent_port)):
        yield MetricsPage(metrics.registry)
