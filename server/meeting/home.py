"""What a person finds when they come in: their meetings that run, that are to come and that are over."""

from dataclasses import dataclass
from datetime import datetime

from server.meeting import states
from server.meeting.db import fetch
from server.meeting.people import Person
from server.meeting.rooms import SELECT_ROOM, Room, room_of

PAST_ROOMS = 50
"""How many past meetings are listed."""
OPEN_ROOMS = 200
"""How many others: anybody can name anybody for any number of meetings."""


@dataclass(frozen=True, slots=True)
class Home:
    """What a person's home page lists."""

    live: list[Room]
    coming: list[Room]
    past: list[Room]


async def home(person: Person) -> Home:
    """A person's meetings: hosted, invited to or attended; an administrator's also the external ones."""
    now = await _meetings_of(
        person,
        "p.room_id IS NOT NULL",
        states.OPEN_ROOM,
        f"r.status = 'live' DESC, coalesce(r.scheduled_start_time, r.created_at) DESC LIMIT {OPEN_ROOMS}",
    )
    now.sort(key=_by_time)
    past = await _meetings_of(
        person, "p.joined_at IS NOT NULL", states.OVER_ROOM, f"r.ended_at DESC LIMIT {PAST_ROOMS}"
    )
    return Home(
        live=[each for each in now if each.status == "live"],
        coming=[each for each in now if each.status != "live"],
        past=past,
    )


def _by_time(room: Room) -> tuple[bool, datetime]:
    """The scheduled ones as they come, then the others as they were made."""
    return room.scheduled_start_time is None, room.scheduled_start_time or room.created_at


async def _meetings_of(person: Person, part: str, status: tuple[str, ...], order: str) -> list[Room]:
    """Those in one of the states that the person hosts or has the named part in."""
    rows = await fetch(
        f"""
        {SELECT_ROOM} LEFT JOIN participants p
            ON p.room_id = r.id AND p.user_id = $1 AND p.status <> 'removed'
        WHERE r.status = ANY($3::text[]) AND (r.host_id = $1 OR ($2 AND r.type = 'external') OR {part})
        ORDER BY {order}
        """,
        person.id,
        person.role == "admin",
        list(status),
    )
    return [room_of(row) for row in rows]
