"""A task is done once for each time it is due, by one process, and written down."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from server.config import Settings
from server.jobs.overdue_tasks import owed, task_standings
from server.jobs.scheduled_task import Counts, Incomplete, NothingToDo, Work
from server.jobs.task_runner import LockLost, run_task
from server.meeting.advisory_locks import AdvisoryLock
from server.meeting.db import fetch
from server.meeting.maintenance_runs import INTERRUPTED, begin_run, latest_runs, latest_successes
from tests.integration.jobs.conftest import as_owner, at, task

NOW, TICK = at("2026-03-02 03:00:02"), at("2026-03-02 03:00:00")
TOMORROW = NOW + timedelta(days=1)
INSTALLED = at("2026-03-01 12:00")


async def count(_: Work) -> Counts:
    """Do something."""
    return {"deleted": 3}


def raising(error: Exception) -> Callable[[Work], "asyncio.Future[Counts]"]:
    """Make a run that fails."""

    def run(_: Work) -> "asyncio.Future[Counts]":
        future: asyncio.Future[Counts] = asyncio.get_running_loop().create_future()
        future.set_exception(error)
        return future

    return run


async def outcomes() -> list[tuple[str, str | None]]:
    """Give outcome and error of every run, oldest first."""
    rows = await fetch("SELECT outcome, error FROM maintenance_runs ORDER BY started_at")
    return [tuple(row) for row in rows]


async def test_recorded(settings: Settings, worker: None) -> None:
    """A run leaves when it was due, how it ended and what it did."""
    assert await run_task(task(count), settings, NOW) == "done"
    run = (await latest_runs())["try"]
    assert (run.tick, run.outcome, run.counts, run.error) == (TICK, "done", {"deleted": 3}, None)
    assert run.finished_at is not None
    assert run.finished_at >= run.started_at


async def test_once_a_tick(settings: Settings, worker: None) -> None:
    """Called again for the same time, it is not done again; the next day it is."""
    done = [await run_task(task(count), settings, when) for when in (NOW, NOW, TOMORROW)]
    assert done == ["done", None, "done"]


async def test_one_at_a_time(settings: Settings, worker: None) -> None:
    """Ten processes called at once run it once."""
    done = await asyncio.gather(*(run_task(task(count), settings, NOW) for _ in range(10)))
    assert sorted(each or "" for each in done) == [""] * 9 + ["done"]
    assert await outcomes() == [("done", None)]


async def test_not_beside_another(settings: Settings, worker: None, database: str) -> None:
    """While another holds the task's lock, also for an earlier time, nothing begins."""
    other = await asyncpg.connect(database)
    try:
        await other.execute("SELECT pg_advisory_lock($1, hashtext('try'))", AdvisoryLock.SCHEDULED_TASK)
        assert await run_task(task(count), settings, NOW) is None
        assert await outcomes() == []
    finally:
        await other.close()


async def test_failed(settings: Settings, worker: None) -> None:
    """Of what went wrong the class is written down, never the words; it may be tried again."""
    with pytest.raises(ConnectionError):
        await run_task(task(raising(ConnectionError("bob@example.org"))), settings, NOW)
    assert await outcomes() == [("failed", "ConnectionError")]
    assert await run_task(task(count), settings, NOW) == "done"


async def test_failed_in_part(settings: Settings, worker: None) -> None:
    """What a run did before it failed is written down."""
    with pytest.raises(Incomplete):
        await run_task(task(raising(Incomplete({"moved": 2, "failed": 1}))), settings, NOW)
    assert (await latest_runs())["try"].counts == {"moved": 2, "failed": 1}


async def test_skipped(settings: Settings, worker: None) -> None:
    """A task with no business here is skipped, and not owed."""
    assert await run_task(task(raising(NothingToDo())), settings, NOW) == "skipped"
    assert await latest_successes() == {"try": TICK}


async def test_stopped(settings: Settings, worker: None) -> None:
    """A run that is broken off says so, and the next process does it."""
    begun = asyncio.Event()

    async def endless(_: Work) -> Counts:
        begun.set()
        await asyncio.Event().wait()
        return {}

    running = asyncio.create_task(run_task(task(endless), settings, NOW))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await outcomes() == [("failed", "CancelledError")]
    assert await run_task(task(count), settings, NOW) == "done"


async def test_lock_lost(settings: Settings, worker: None, database: str) -> None:
    """A run whose lock is gone breaks off: another process may be at it already."""
    begun = asyncio.Event()

    async def endless(_: Work) -> Counts:
        begun.set()
        await asyncio.Event().wait()
        return {}

    running = asyncio.create_task(run_task(task(endless), settings, NOW))
    await begun.wait()
    await as_owner(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = $1",
        AdvisoryLock.SCHEDULED_TASK,
    )
    with pytest.raises(LockLost):
        await running
    assert await outcomes() == [("failed", "LockLost")]


async def test_died(settings: Settings, worker: None) -> None:
    """What a dead process left running is called interrupted, and done."""
    await begin_run("try", TICK)
    assert await run_task(task(count), settings, NOW) == "done"
    assert await outcomes() == [("failed", INTERRUPTED), ("done", None)]


async def test_owed(settings: Settings, worker: None) -> None:
    """What was missed is owed from its time on, and what was due before the installation never."""
    daily = task(count)
    assert await owed(daily, INSTALLED, None, NOW)
    assert not await owed(daily, NOW, None, NOW)
    assert not await owed(daily, None, None, NOW)
    assert not await owed(daily, INSTALLED, TICK, NOW)


async def test_owed_at_once(settings: Settings, worker: None) -> None:
    """What a new installation must not wait for is owed before its first time, and once only."""
    first = replace(task(count), at_once=True)
    assert await owed(first, NOW, None, NOW)
    assert await run_task(first, settings, NOW) == "done"
    assert not await owed(first, NOW, (await latest_successes())["try"], NOW)


async def test_tried_again_later_and_later(settings: Settings, worker: None) -> None:
    """After two failures forty minutes pass before the third attempt."""
    daily = task(count)
    for _ in range(2):
        await as_owner(
            "INSERT INTO maintenance_runs (task, tick, started_at, outcome, error, finished_at)"
            " VALUES ('try', $1, $2, 'failed', 'OSError', $2) RETURNING id",
            TICK,
            NOW,
        )
    assert not await owed(daily, INSTALLED, None, NOW + timedelta(minutes=39))
    assert await owed(daily, INSTALLED, None, NOW + timedelta(minutes=40))


async def test_standings(settings: Settings, worker: None) -> None:
    """Each task is shown with its last run, and the late ones as late."""
    await as_owner(
        "INSERT INTO pgqueuer_schedules (expression, entrypoint, created) VALUES ('0 3 * * *', 'try', $1)"
        " RETURNING id",
        INSTALLED,
    )
    await run_task(task(count), settings, NOW)
    (fine,) = await task_standings([task(count)], NOW)
    (late,) = await task_standings([task(count)], NOW + timedelta(days=2))
    assert (fine.overdue, late.overdue) == (False, True)
    assert fine.last is not None
    assert fine.last.counts == {"deleted": 3}
    assert late.due == TICK + timedelta(days=1)
