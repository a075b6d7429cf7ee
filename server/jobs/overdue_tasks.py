"""Which tasks are overdue, and which must be retried."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.jobs.cron import last_before, next_after
from server.jobs.scheduled_task import ScheduledTask
from server.meeting.maintenance_runs import (
    Run,
    failures_since,
    latest_runs,
    latest_successes,
    scheduled_since,
)

AGAIN = timedelta(minutes=10)
LONGEST = timedelta(hours=6)
DOUBLINGS = 6


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """One task's schedule and results."""

    task: ScheduledTask
    last: Run | None
    since: datetime | None
    """When it was first scheduled; None before the jobs process ever ran."""
    due: datetime | None
    """The earliest tick without a successful run; None before it is scheduled."""
    overdue: bool
    success: datetime | None = None
    """When it last succeeded."""


async def task_standings(tasks: Iterable[ScheduledTask], now: datetime) -> list[TaskStanding]:
    """Return the standing of every task, in registry order."""
    runs, successes, known = await latest_runs(), await latest_successes(), await scheduled_since()
    return [
        standing(task, runs.get(task.name), successes.get(task.name), known.get(task.name), now)
        for task in tasks
    ]


def standing(
    task: ScheduledTask, last: Run | None, success: datetime | None, since: datetime | None, now: datetime
) -> TaskStanding:
    """Judge one task: overdue when its earliest unfinished tick is older than `overdue_after`."""
    start = max((time for time in (success, since) if time is not None), default=None)
    due = next_after(task.cron, start) if start is not None else None
    overdue = due is not None and now > due + task.overdue_after
    return TaskStanding(task, last, since, due, overdue, success)


async def owed(task: ScheduledTask, since: datetime | None, success: datetime | None, now: datetime) -> bool:
    """Whether a tick passed without success and the back-off since the last failure is over."""
    tick = last_before(task.cron, now)
    if since is None or (success is not None and success >= tick):
        return False
    if tick <= since and not (task.at_once and success is None):
        return False
    failures, last = await failures_since(tick, task.name)
    return last is None or now - last >= min(AGAIN * 2 ** min(failures, DOUBLINGS), LONGEST)
