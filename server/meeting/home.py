"""What a person finds when they come in: their meetings that run, that are to come and that are over."""

from dataclasses import dataclass
from datetime import datetime

from server.meeting import states
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.rooms import SELECT_ROOM, Room, room_of

PAST_ROOMS = 50
"""How many past meetings are listed."""
NEWEST = 2 * PAST_ROOMS
"""Of how many last stays, and last meetings of one's own, they are chosen: people come and begin in order."""
OPEN_ROOMS = 200
"""How many others: anybody can name anybody for any number of meetings."""

MINE_OPEN = """(
        r.host_id = $1 OR ($2 AND r.type = 'external') OR r.id = ANY (ARRAY(
            SELECT p.room_id FROM participants p WHERE p.user_id = $1 AND p.status <> 'removed')))"""
OPEN = f"""
    {SELECT_ROOM} WHERE r.status IN {states.OPEN_ROOM} AND {MINE_OPEN}
    ORDER BY r.status = 'live' DESC, coalesce(r.scheduled_start_time, r.created_at) DESC LIMIT $3
"""
"""Begins with the meetings that are not over, of which any server has few."""
MINE_PAST = """r.id = ANY (ARRAY(
        (SELECT p.room_id FROM participants p
         WHERE p.user_id = $1 AND p.status <> 'removed' AND p.joined_at IS NOT NULL
         ORDER BY p.joined_at DESC NULLS LAST LIMIT $3)
        UNION ALL
        (SELECT h.id FROM rooms h WHERE h.host_id = $1 ORDER BY h.started_at DESC NULLS LAST LIMIT $3)
        UNION ALL
        (SELECT x.id FROM rooms x WHERE $2 AND x.type = 'external'
         ORDER BY x.started_at DESC NULLS LAST LIMIT $3)))"""
PAST = f"""
    {SELECT_ROOM} WHERE r.status IN {states.OVER_ROOM} AND {MINE_PAST}
    ORDER BY r.ended_at DESC LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class Home:
    """What a person's home page lists."""

    live: list[Room]
    coming: list[Room]
    past: list[Room]


async def home(person: Account) -> Home:
    """A person's meetings: hosted, invited to or attended; with raised rights also the external ones."""
    now = [room_of(row) for row in await fetch(OPEN, person.id, person.role == "admin", OPEN_ROOMS)]
    now.sort(key=_by_time)
    past = [room_of(row) for row in await fetch(PAST, person.id, person.role == "admin", NEWEST, PAST_ROOMS)]
    return Home(
        live=[each for each in now if each.status == "live"],
        coming=[each for each in now if each.status != "live"],
        past=past,
    )


def _by_time(room: Room) -> tuple[bool, datetime]:
    """The scheduled ones as they come, then the others as they were made."""
    return room.scheduled_start_time is None, room.scheduled_start_time or room.created_at
