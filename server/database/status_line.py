"""One line of `parley db status`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from server.meeting.owner_connection import Connection


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One finding and its fix. `fine` is None when there is nothing to judge."""

    what: str
    how: str
    fine: bool | None = True
    fix: str = ""


Check = Callable[[Connection], Awaitable[list[StatusLine]]]


def listed(names: list[str], most: int = 4) -> str:
    """Join the first `most` names, and the count of the rest."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
