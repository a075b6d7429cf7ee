"""The definition of a scheduled task."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.config import Settings

Counts = Mapping[str, int]
"""A run's result, such as `{"deleted": 12}`; numbers only, because they are shown and logged."""


@dataclass(frozen=True, slots=True)
class Work:
    """The input of a run."""

    settings: Settings
    tick: datetime
    """When the run was due."""


class NothingToDo(Exception):  # noqa: N818  raised as an answer
    """Raised by a run that does not apply, as a backup when none is configured; recorded as `skipped`."""


class Incomplete(Exception):  # noqa: N818  raised as an answer
    """Raised by a run that did part of its work; recorded as `failed`, with its counts."""

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """One entry of the registry; `run` must be safe to repeat after an interruption."""

    name: str
    """Stored in `maintenance_runs.task`: lower-case letters, digits and underscores."""
    cron: str
    """In UTC."""
    run: Callable[[Work], Awaitable[Counts]]
    """An exception makes the run `failed`; it is retried with back-off."""
    overdue_after: timedelta
    """How late it may be before it is reported."""
    at_once: bool = False
    """Whether a new installation runs it at once, such as the first backup."""
