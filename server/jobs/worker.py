"""The jobs worker: pgqueuer's scheduler calls each task, late ones are caught up, mails are sent and read."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial

import structlog
from pgqueuer.models import Schedule
from pgqueuer.queries import Queries
from pgqueuer.sm import SchedulerManager

from server.config import Settings
from server.jobs.overdue_tasks import TaskStanding, owed, task_standings
from server.jobs.scheduled_task import ScheduledTask
from server.jobs.task_metrics import TaskMetrics
from server.jobs.task_runner import exclusively, run_task
from server.mail.reply_reader import reader_of, reading
from server.mail.sender import sender_of, sending
from server.meeting.actor import WORKER, Actor
from server.meeting.db import open_database
from server.meeting.maintenance_runs import latest_successes, scheduled_since
from server.meeting.owner_connection import Connection
from server.meeting.queue_worker import QueueWorker

log = structlog.get_logger()

CATCH_UP, CATCH_UP_CRON = "catch_up", "*/5 * * * *"
"""Not a task of the registry: it runs the tasks that are overdue."""
READING = "read_replies"
"""Name of the lock for reading the mailbox of calendar replies."""
POOL = 4
ACTOR = Actor(WORKER, service="maintenance")
"""Who the audit records for maintenance."""


class JobsWorker(QueueWorker):
    """Runs the scheduled tasks."""

    name = "jobs"

    def __init__(self, settings: Settings, tasks: Sequence[ScheduledTask]) -> None:
        url = settings.database_url
        super().__init__(url, lambda: open_database(url, role=WORKER, default=ACTOR, pool_size=POOL))
        self._settings = settings
        self._tasks = tasks
        self.metrics = TaskMetrics(tasks)
        self._sender = sender_of(settings, self.metrics.mail)
        alone = partial(exclusively, url, READING)
        self._reader = reader_of(settings, self.metrics.replies, alone)

    async def standings(self) -> list[TaskStanding]:
        """Return the standing of every task; needs the database."""
        return await task_standings(self._tasks, datetime.now(UTC))

    async def _serve(self, queries: Queries, connection: Connection) -> None:
        scheduler = SchedulerManager(queries)
        connection.add_termination_listener(
            lambda _: scheduler.shutdown.set()
        )  # it may be hours to its next look
        for task in self._tasks:
            scheduler.schedule(task.name, task.cron)(self._called(task))
        scheduler.schedule(CATCH_UP, CATCH_UP_CRON)(self._catch_up)
        async with sending(self._sender), reading(self._reader):
            await self._run_manager(scheduler, scheduler.run)

    def _called(self, task: ScheduledTask) -> Callable[[Schedule], Awaitable[None]]:
        async def call(_: Schedule) -> None:
            await self._run(task)

        return call

    async def _run(self, task: ScheduledTask) -> None:
        try:
            with self.cancellable(), self.metrics.seconds.labels(task.name).time():
                outcome = await run_task(task, self._settings, datetime.now(UTC))
        except BaseException:
            self.metrics.runs.labels(task.name, "failed").inc()
            raise
        if outcome is not None:
            self.metrics.runs.labels(task.name, outcome).inc()

    async def _catch_up(self, _: Schedule) -> None:
        """Run missed and failed tasks; log those that are still overdue."""
        now, successes, known = datetime.now(UTC), await latest_successes(), await scheduled_since()
        late = [
            task
            for task in self._tasks
            if await owed(task, known.get(task.name), successes.get(task.name), now)
        ]
        await asyncio.gather(*(self._run(task) for task in late), return_exceptions=True)
        for each in await self.standings():
            if each.overdue:
                log.warning("maintenance_overdue", task=each.task.name, due=str(each.due))
