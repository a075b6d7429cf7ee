"""Handing a series over: who gets it is the host of all its coming meetings, and who had it a co-host.

A meeting that goes on is handed over by itself; what has been stays with who held it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from server.errors import Conflict, Forbidden
from server.meeting.accounts import Account
from server.meeting.actor import acting_also_as
from server.meeting.audit import record
from server.meeting.db import fetch, fetch_one, transaction
from server.meeting.display_names import display_names
from server.meeting.rooms import Room
from server.meeting.series import Series, hold_series, rooms_of_series
from server.meeting.series_invitations import invite_to_series

HEIRS = """
SELECT DISTINCT ON (person) place AS id, name, since AS last_there FROM series_heirs($1)
ORDER BY person, since DESC
"""
ARRIVALS = """
SELECT id, room_id, display_name, joined_at FROM participants
WHERE room_id IN (SELECT room_id FROM participants WHERE id = ANY ($1)) AND joined_at IS NOT NULL
"""
"""Of the meetings at which these places are, as far as the host has held them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Of somebody at a meeting."""

    id: UUID
    room_id: UUID
    display_name: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Heir:
    """Somebody whom a series may be handed to: their place at the last of its meetings that they were at."""

    id: UUID
    name: str
    """Numbered as in that meeting, where somebody before them had the same name: Alex (2)."""
    last_there: datetime
    """Tells apart people who have the same name in different meetings."""


async def heirs_of(found: Series) -> list[Heir]:
    """List people with an account who have been at a meeting of a series, to its host, by name.

    Whose account is closed is left out, and who was removed from the last of its meetings at which they were.
    """
    heirs = [Heir(**dict(row)) for row in await fetch(HEIRS, found.id)]
    there = [Place(**dict(row)) for row in await fetch(ARRIVALS, [each.id for each in heirs])]
    names: dict[UUID, str] = {}
    for room in {each.room_id for each in there}:
        names |= display_names(each for each in there if each.room_id == room)
    listed = [replace(each, name=names.get(each.id, each.name)) for each in heirs]
    return sorted(listed, key=lambda each: (each.name, each.last_there))


async def hand_over_series(found: Series, host: Account, participant_id: UUID) -> None:
    """Make somebody the host of a series, and invite who was to all of it, as a co-host.

    Raises Forbidden for who is none of `heirs_of`, and Conflict where no meeting is to come.
    """
    async with transaction():
        await hold_series(found.id)
        if not any(map(is_to_come, await rooms_of_series(found.id))):
            raise Conflict("No meeting of the series is to come.")
        row = await fetch_one("SELECT hand_over_series($1, $2) AS heir", found.id, participant_id)
        if row is None or row["heir"] is None:
            raise Forbidden(
                "Only people with an account, who have been at one of its meetings, can be the host."
            )
        with acting_also_as(user_id=row["heir"]):
            now = await rooms_of_series(found.id)
        coming = next((each for each in now if is_to_come(each) and each.host_id == row["heir"]), None)
        if coming is None:
            raise Conflict("The last meeting of the series has just begun. Hand over that one.")
        await record(
            "room_access",
            "series.hand_over",
            coming.id,
            series=str(found.id),
            participant=str(participant_id),
        )
        with acting_also_as(user_id=row["heir"]):
            await invite_to_series(coming, row["heir"], [host.email], "cohost")


def is_to_come(room: Room) -> bool:
    """Whether a meeting goes to the new host."""
    return room.status in ("scheduled", "waiting")
