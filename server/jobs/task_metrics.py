"""The metrics of the jobs process: which task ran when, how often, and what is overdue."""

from collections.abc import Awaitable, Callable, Iterable

from prometheus_client import Counter, Gauge, Histogram

from server.jobs.overdue_tasks import TaskStanding
from server.jobs.scheduled_task import ScheduledTask
from server.meeting.pool_metrics import DatabaseMetrics
from server.metrics_page import MetricsPage, process_registry

OUTCOMES = ("done", "skipped", "failed")


class TaskMetrics:
    """The metrics of one worker, in their own registry, so that two can run in one process."""

    def __init__(self, tasks: Iterable[ScheduledTask]) -> None:
        self._registry = registry = process_registry()
        self._database = DatabaseMetrics(registry)
        self.runs = Counter(
            "parley_maintenance_runs",
            "Runs of tasks by this process.",
            ("task", "outcome"),
            registry=registry,
        )
        self.seconds = Histogram(
            "parley_maintenance_run_seconds", "Time of a run.", ("task",),
            buckets=(0.1, 0.5, 1.0, 5.0, 30.0, 120.0, 600.0, 3600.0), registry=registry,
        )  # fmt: skip
        self._overdue = Gauge(
            "parley_maintenance_overdue", "1 while a task is overdue.", ("task",), registry=registry
        )
        self._success = Gauge(
            "parley_maintenance_last_success_timestamp_seconds", "Last success of a task, in any process.",
            ("task",), registry=registry,
        )  # fmt: skip
        for task in tasks:
            self.seconds.labels(task.name)
            for outcome in OUTCOMES:
                self.runs.labels(task.name, outcome)

    def page(self, standings: Callable[[], Awaitable[list[TaskStanding]]]) -> MetricsPage:
        """The page of these metrics, which asks for the standings at each scrape."""

        async def refresh() -> None:
            self._overdue.clear()
            self._success.clear()
            for each in await self._database.ask(standings) or ():
                self._overdue.labels(each.task.name).set(each.overdue)
                if each.success is not None:
                    self._success.labels(each.task.name).set(each.success.timestamp())

        return MetricsPage(self._registry, refresh)
