"""The metrics of the jobs process: which task ran when, how often, and what is overdue."""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from prometheus_client import Counter, Gauge, Histogram

from server.jobs.overdue_tasks import TaskStanding
from server.jobs.scheduled_task import ScheduledTask
from server.mail.mail_metrics import MailMetrics
from server.mail.reply_metrics import ReplyMetrics
from server.meeting.mail_outbox import mail_standing
from server.meeting.pool_metrics import DatabaseMetrics
from server.meeting.recording_mixing import recordings_standing
from server.metrics_page import MetricsPage, process_registry

OUTCOMES = ("done", "skipped", "failed")
WHY = ("failed", "storage", "parts", "disk")
"""Of recordings: they failed, or what they wait for."""


class TaskMetrics:
    """The metrics of one worker, in their own registry, so that two can run in one process."""

    def __init__(self, tasks: Iterable[ScheduledTask]) -> None:
        self._registry = registry = process_registry()
        self._database = DatabaseMetrics(registry)
        self.mail = MailMetrics(registry)
        self.replies = ReplyMetrics(registry)
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
        self._recordings = Gauge(
            "parley_recordings_unfinished",
            "Recordings that wait for something, failed within a week, or were not mixed within an hour.",
            ("why",),
            registry=registry,
        )
        for task in tasks:
            self.seconds.labels(task.name)
            for outcome in OUTCOMES:
                self.runs.labels(task.name, outcome)

    def page(
        self,
        standings: Callable[[], Awaitable[list[TaskStanding]]],
        recordings: Callable[[], Awaitable[Mapping[str, int]]] = recordings_standing,
        mails: Callable[[], Awaitable[dict[str, tuple[int, float]]]] = mail_standing,
    ) -> MetricsPage:
        """The page of these metrics, which asks for the standings at each scrape."""

        async def refresh() -> None:
            self._overdue.clear()
            self._success.clear()
            for each in await self._database.ask(standings) or ():
                self._overdue.labels(each.task.name).set(each.overdue)
                if each.success is not None:
                    self._success.labels(each.task.name).set(each.success.timestamp())
            self.mail.show(await self._database.ask(mails))
            self._recordings.clear()
            counts = await self._database.ask(recordings)
            for why in WHY if counts is not None else ():
                self._recordings.labels(why).set((counts or {}).get(why, 0))
            if counts is not None:
                late = sum(number for state, number in counts.items() if state not in WHY)
                self._recordings.labels("not_mixed").set(late)

        return MetricsPage(self._registry, refresh)
