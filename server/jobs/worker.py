"""The jobs worker: pgqueuer's scheduler calls each task; missed and failed runs are caught up."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import asyncpg
import structlog
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Schedule
from pgqueuer.queries import Queries
from pgqueuer.sm import SchedulerManager

from server.config import Settings
from server.jobs.overdue_tasks import TaskStanding, owed, task_standings
from server.jobs.scheduled_task import ScheduledTask
from server.jobs.task_runner import run_task
from server.meeting.actor import WORKER, Actor
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.db import open_database
from server.meeting.maintenance_runs import latest_successes, scheduled_since

log = structlog.get_logger()

CATCH_UP, CATCH_UP_CRON = "catch_up", "*/5 * * * *"
"""Not a task of the registry: it runs the tasks that are overdue."""
RECONNECT_S = 2.0
MIGRATED = "SELECT to_regclass('public.maintenance_runs') IS NOT NULL"
COMMAND_S = 30.0
APPLICATION = "parley-jobs"
"""application_name of the scheduler's connection."""
POOL = 4
ACTOR = Actor(WORKER, service="maintenance")
"""Who the audit records for maintenance."""


class NotMigrated(Exception):  # noqa: N818  the name is what is so
    """The tables do not exist yet; `parley migrate` creates them."""


class JobsWorker:
    """Runs the scheduled tasks."""

    def __init__(self, settings: Settings, tasks: Sequence[ScheduledTask]) -> None:
        self._settings = settings
        self._tasks = tasks
        self._scheduler: SchedulerManager | None = None
        self._at_work: set[asyncio.Task[object]] = set()
        self._stopping = asyncio.Event()
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Run until stopped; waits while the database is unavailable or not migrated."""
        while not self._stopping.is_set():
            try:
                async with open_database(
                    self._settings.database_url, role=WORKER, default=ACTOR, pool_size=POOL
                ):
                    await self._work()
            except (*DATABASE_ERRORS, NotMigrated) as error:
                log.warning("jobs_queue_lost", error=type(error).__name__)
                await self._pause()
            finally:
                self.ready.clear()

    def stop(self) -> None:
        """Start no more tasks; `run` returns when the running ones have ended."""
        self._stopping.set()
        if self._scheduler is not None:
            self._scheduler.shutdown.set()

    def give_up(self) -> None:
        """Cancel the running tasks; the next process retries them."""
        for task in self._at_work:
            task.cancel()

    async def standings(self) -> list[TaskStanding]:
        """Return the standing of every task; needs the database."""
        return await task_standings(self._tasks, datetime.now(UTC))

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), RECONNECT_S)

    async def _work(self) -> None:
        connection = await asyncpg.connect(
            self._settings.database_url.reveal(),
            command_timeout=COMMAND_S,
            server_settings={"application_name": APPLICATION},
        )
        scheduler = SchedulerManager(Queries(AsyncpgDriver(connection)))
        connection.add_termination_listener(
            lambda _: scheduler.shutdown.set()
        )  # it may be hours to its next look
        try:
            if not await connection.fetchval(MIGRATED):
                raise NotMigrated
            await self._serve(scheduler)
        finally:
            connection.terminate()

    async def _serve(self, scheduler: SchedulerManager) -> None:
        for task in self._tasks:
            scheduler.schedule(task.name, task.cron)(self._called(task))
        scheduler.schedule(CATCH_UP, CATCH_UP_CRON)(self._catch_up)
        self._scheduler = scheduler
        if self._stopping.is_set():
            return
        self.ready.set()
        await scheduler.run()

    def _called(self, task: ScheduledTask) -> Callable[[Schedule], Awaitable[None]]:
        async def call(_: Schedule) -> None:
            await self._run(task)

        return call

    async def _run(self, task: ScheduledTask) -> None:
        running = asyncio.current_task()
        assert running is not None  # noqa: S101  only tasks run
        self._at_work.add(running)
        try:
            await run_task(task, self._settings, datetime.now(UTC))
        finally:
            self._at_work.discard(running)

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
