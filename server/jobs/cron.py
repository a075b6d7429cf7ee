"""When a cron line is due, in UTC."""

from datetime import datetime, timedelta
from typing import cast

from croniter import croniter

EARLY = timedelta(seconds=30)
"""Two clocks differ: called so long before its time, a task is called for it."""


def tick_of(cron: str, now: datetime) -> datetime:
    """Give the time a run that begins now is for: the last one that was due."""
    return last_before(cron, now + EARLY)


def last_before(cron: str, now: datetime) -> datetime:
    """Give the last time that was due before `now`."""
    return cast(datetime, croniter(cron, now).get_prev(datetime))


def next_after(cron: str, then: datetime) -> datetime:
    """Give the first time that is due after `then`."""
    return cast(datetime, croniter(cron, then).get_next(datetime))
