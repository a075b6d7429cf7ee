"""What the jobs process is asked to do, and when."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.config import Settings

Counts = Mapping[str, int]
"""What a run did, by the name of the thing: `{"deleted": 12}`. Numbers only: they are shown and logged."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a run is told."""

    settings: Settings
    tick: datetime
    """The time it was due."""


class NothingToDo(Exception):  # noqa: N818  raised as an answer
    """What a run raises that has no business here, as a backup where none is configured: it is `skipped`."""


class Incomplete(Exception):  # noqa: N818  raised as an answer
    """What a run raises that did some of its work and failed at the rest: `failed`, with its counts."""

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """One line of the registry. `run` must do no harm when it is run again after it broke off."""

    name: str
    """As in `maintenance_runs.task`: small letters, digits and underscores."""
    cron: str
    """In UTC."""
    run: Callable[[Work], Awaitable[Counts]]
    """Whatever it raises makes the run `failed`; it is tried again, later and later."""
    overdue_after: timedelta
    """How late it may be before people are told."""
    at_once: bool = False
    """Whether a new installation owes it before its first time, as a first backup."""
