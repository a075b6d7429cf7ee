"""The metrics page of the agent: the worker's own figures, and the sum over its jobs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from livekit.agents import AgentServer
from prometheus_client import Counter, Gauge

from agent.job_reports import JobReports, socket_path
from agent.segment_journal import DIRECTORY, journal_files
from server.config import Settings
from server.metrics_page import MetricsPage, process_registry


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
        self._ended = Counter(
            "parley_agent_jobs_ended", "Job processes that ended.", ("outcome",), registry=registry
        )
        for outcome in ("done", "failed"):
            self._ended.labels(outcome)

    def watch(self, server: AgentServer, journals: Path) -> None:
        """Read a worker that runs, and the directory of its jobs' journals."""
        self._journals.set_function(lambda: len(journal_files(journals)))
        self._load.set_function(lambda: float(server._worker_load))
        self._jobs.set_function(lambda: len(server.active_jobs))
        server._proc_pool.on("process_closed", self._closed)

    def _closed(self, process: Any) -> None:
        if process.running_job is not None:
            self._ended.labels("failed" if process.exitcode else "done").inc()


@asynccontextmanager
async def worker_metrics(server: AgentServer, settings: Settings) -> AsyncIterator[MetricsPage]:
    """Take the jobs' reports while the block runs; yields the page."""
    metrics = WorkerMetrics()
    metrics.watch(server, settings.data / DIRECTORY)
    async with metrics.reports.received(socket_path(settings.data, settings.agent_port)):
        yield MetricsPage(metrics.registry)
