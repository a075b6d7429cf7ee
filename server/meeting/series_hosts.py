"""Handing a series over: who gets it is the host of all its coming meetings, and who had it a co-host.

A meeting that goes on is handed over by itself; what has been stays with who held it.
"""

from dataclasses import dataclass
from uuid import UUID

from server.errors import Conflict, Forbidden
from server.meeting.accounts import Account
from server.meeting.actor import acting_also_as
from server.meeting.audit import record
from server.meeting.db import fetch, fetch_one, transaction
from server.meeting.series import Series, hold_series, rooms_of_series
from server.meeting.series_invitations import invite_to_series

HEIRS = """
SELECT DISTINCT ON (p.user_id) p.id, p.display_name AS name
FROM participants p JOIN rooms r ON r.id = p.room_id JOIN room_series s ON s.id = r.series_id
WHERE s.root_id = $1 AND p.user_id IS NOT NULL AND p.user_id <> $2 AND p.joined_at IS NOT NULL
  AND p.role IN ('host', 'cohost', 'participant') AND p.status IN ('admitted', 'joined', 'left')
ORDER BY p.user_id, p.joined_at DESC
"""


@dataclass(frozen=True, slots=True)
class Heir:
    """Somebody whom a series may be handed to: a place of theirs in one of its meetings, and its name."""

    id: UUID
    name: str


async def heirs_of(found: Series) -> list[Heir]:
    """List people with an account who have been at a meeting of a series, to its host, by name."""
    rows = await fetch(HEIRS, found.root_id, found.host_id)
    return sorted((Heir(**dict(row)) for row in rows), key=lambda each: each.name)


async def hand_over_series(found: Series, host: Account, participant_id: UUID) -> None:
    """Make somebody the host of a series, and invite who was to all of it, as a co-host.

    Raises Forbidden for who is none of `heirs_of`, and Conflict where no meeting is to come.
    """
    async with transaction():
        await hold_series(found.id)
        coming = next((each for each in await rooms_of_series(found.id) if each.status == "scheduled"), None)
        if coming is None or coming.host_id != host.id:
            raise Conflict("No meeting of the series is to come.")
        row = await fetch_one("SELECT hand_over_series($1, $2) AS heir", found.id, participant_id)
        if row is None or row["heir"] is None:
            raise Forbidden(
                "Only people with an account, who have been at one of its meetings, can be the host."
            )
        await record(
            "room_access",
            "series.hand_over",
            coming.id,
            series=str(found.id),
            participant=str(participant_id),
        )
        with acting_also_as(user_id=row["heir"]):
            await invite_to_series(coming, row["heir"], [host.email], "cohost")
