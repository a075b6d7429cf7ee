"""One task, once: by one process at a time, once for each time it is due, and written down."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime

import asyncpg
import structlog

from server.config import Secret, Settings
from server.jobs.cron import tick_of
from server.jobs.task import Incomplete, NothingToDo, Task, Work
from server.meeting.maintenance import begin_run, finish_run, forget_interrupted

log = structlog.get_logger()

LOCKS = 0x6A6F6273  # "jobs": the first of the lock's two numbers
CONNECT_S = 10.0


@contextlib.asynccontextmanager
async def alone(url: Secret, task: str) -> AsyncIterator[bool]:
    """Hold the task's lock while the block runs, on a connection of its own; yields whether it was free.

    However the process ends, the lock ends with its connection.
    """
    connection = await asyncpg.connect(url.reveal(), timeout=CONNECT_S)
    try:
        yield bool(await connection.fetchval("SELECT pg_try_advisory_lock($1, hashtext($2))", LOCKS, task))
    finally:
        connection.terminate()


async def run_task(task: Task, settings: Settings, now: datetime) -> str | None:
    """Run a task for its last tick; the outcome, or None when that is done or another is at it.

    What the task raises is written down and raised.
    """
    async with alone(settings.database_url, task.name) as mine:
        if not mine:
            return None
        await forget_interrupted(task.name)
        tick = tick_of(task.cron, now)
        return await _recorded(task, Work(settings, tick))


async def _recorded(task: Task, work: Work) -> str | None:
    run = await begin_run(task.name, work.tick)
    if run is None:
        return None
    told = log.bind(task=task.name, run_id=str(run))
    told.info("maintenance_begun")
    try:
        counts = await task.run(work)
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
