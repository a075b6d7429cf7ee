"""Due times of cron expressions, in UTC."""

from datetime import datetime, timedelta
from typing import cast

from croniter import croniter

EARLY = timedelta(seconds=30)
"""Tolerance between two clocks: a call this early counts for the coming tick."""


def tick_of(cron: str, now: datetime) -> datetime:
    """Return the tick that a run starting now is for."""
    return last_before(cron, now + EARLY)


def last_before(cron: str, now: datetime) -> datetime:
    """Return the last tick before `now`."""
    return cast(datetime, croniter(cron, now).get_prev(datetime))


def next_after(cron: str, then: datetime) -> datetime:
    """Return the first tick after `then`."""
    return cast(datetime, croniter(cron, then).get_next(datetime))
