"""When a task is due, when it is late, and when it is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from server.jobs.cron import next_after, tick_of
from server.jobs.overdue_tasks import standing
from server.jobs.scheduled_task import Counts, ScheduledTask, Work
from server.jobs.task_registry import TASKS
from server.meeting.maintenance_runs import Run


async def nothing(_: Work) -> Counts:
    """Do nothing."""
    return {}


DAILY = ScheduledTask("daily", "0 3 * * *", nothing, timedelta(hours=6))
INSTALLED = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(hour: int, minute: int = 0, second: int = 0, day: int = 2) -> datetime:
    """Give a time in March."""
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "tick"),
    [
        (at(3), at(3)),
        (at(3, 0, 1), at(3)),
        (at(2, 59, 45), at(3)),
        (at(2, 59), at(3, day=1)),
        (at(23), at(3)),
    ],
)
def test_tick(now: datetime, tick: datetime) -> None:
    """A run is for the last time that was due, or for the one that is due within half a minute."""
    assert tick_of(DAILY.cron, now) == tick


@pytest.mark.parametrize(
    ("success", "since", "now", "overdue"),
    [
        (None, None, at(12), False),
        (None, INSTALLED, at(8, 59), False),
        (None, INSTALLED, at(9, 1), True),
        (at(3), INSTALLED, at(9, 1), False),
        (at(3), INSTALLED, at(9, 1, day=3), True),
        (at(3, day=1), at(4), at(9, 1), False),
    ],
)
def test_overdue(success: datetime | None, since: datetime | None, now: datetime, overdue: bool) -> None:
    """A task is overdue when the first tick without success is longer ago than it may be, and not before."""
    assert standing(DAILY, None, success, since, now).overdue is overdue


def test_failures_do_not_count() -> None:
    """A run that failed leaves its tick due."""
    failed = Run("daily", at(3), at(3), at(3, 1), "failed", {}, "OSError")
    assert standing(DAILY, failed, at(3, day=1), INSTALLED, at(10)).due == at(3)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_registry(task: ScheduledTask) -> None:
    """A task's name fits its column, it comes again, and it is called late before it comes again."""
    assert task.name.replace("_", "a").isalnum()
    assert task.name.islower()
    first = next_after(task.cron, INSTALLED)
    assert timedelta() < task.overdue_after <= next_after(task.cron, first) - first


def test_names_are_one_of_a_kind() -> None:
    """No two tasks share a name, which is their lock."""
    assert len({task.name for task in TASKS}) == len(TASKS)


def test_times_are_spread() -> None:
    """No two tasks begin in the same minute of every day."""
    assert len({task.cron for task in TASKS}) == len(TASKS)
