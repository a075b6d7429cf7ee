"""Run one task: in one process at a time, once for each tick, with a row of the result."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from datetime import datetime

import asyncpg
import structlog

from server.config import Secret, Settings
from server.jobs.cron import tick_of
from server.jobs.scheduled_task import Counts, Incomplete, NothingToDo, ScheduledTask, Work
from server.meeting.advisory_locks import AdvisoryLock, try_lock
from server.meeting.maintenance_runs import begin_run, finish_run, forget_interrupted

log = structlog.get_logger()

CONNECT_S = 10.0


class LockLost(Exception):  # noqa: N818  the name is what happened
    """The connection that held the task's lock was lost; another process may have started the task."""


@contextlib.asynccontextmanager
async def exclusively(url: Secret, task: str) -> AsyncIterator[asyncio.Event | None]:
    """Hold the task's advisory lock on a connection of its own; yields None when another process holds it.

    The lock ends with its connection, however the process ends; the yielded event is set if that is first.
    """
    lost = asyncio.Event()
    connection = await asyncpg.connect(url.reveal(), timeout=CONNECT_S)
    try:
        mine = await try_lock(connection, AdvisoryLock.SCHEDULED_TASK, task)
        connection.add_termination_listener(lambda _: lost.set())
        yield lost if mine else None
    finally:
        connection.terminate()


async def run_task(task: ScheduledTask, settings: Settings, now: datetime) -> str | None:
    """Run a task for its last tick; returns the outcome, or None when it is done or runs elsewhere.

    An exception of the task is recorded and raised again.
    """
    async with exclusively(settings.database_url, task.name) as lost:
        if lost is None:
            return None
        await forget_interrupted(task.name)
        return await _recorded(task, Work(settings, tick_of(task.cron, now)), lost)


async def _recorded(task: ScheduledTask, work: Work, lost: asyncio.Event) -> str | None:
    run = await begin_run(task.name, work.tick)
    if run is None:
        return None
    told = log.bind(task=task.name, run_id=str(run))
    told.info("maintenance_begun")
    try:
        counts = await _unless(lost, task.run(work))
    except NothingToDo:
        await finish_run(run, "skipped", {})
        told.info("maintenance_skipped")
        return "skipped"
    except asyncio.CancelledError:
        await asyncio.shield(finish_run(run, "failed", {}, "CancelledError"))
        told.warning("maintenance_stopped")
        raise
    except Exception as error:  # whatever it was, it is written down
        done = error.counts if isinstance(error, Incomplete) else {}
        await finish_run(run, "failed", done, type(error).__name__)
        told.error("maintenance_failed", error=type(error).__name__, **done)
        raise
    await finish_run(run, "done", counts)
    told.info("maintenance_done", **counts)
    return "done"


async def _unless(lost: asyncio.Event, run: Awaitable[Counts]) -> Counts:
    """Wait for the run; cancel it and raise LockLost when the lock is lost first."""
    running, losing = asyncio.ensure_future(run), asyncio.ensure_future(lost.wait())
    try:
        await asyncio.wait({running, losing}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            raise LockLost
        return running.result()
    finally:
        running.cancel()
        losing.cancel()
        await asyncio.gather(running, losing, return_exceptions=True)
