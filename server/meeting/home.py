"""The home page's lists: a person's live, scheduled and past meetings, and permanent rooms."""

from dataclasses import dataclass
from datetime import datetime

from server.meeting import states
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.rooms import SELECT_ROOM, Room, room_of

PAST_ROOMS = 50
"""Maximum of past meetings listed."""
NEWEST = 2 * PAST_ROOMS
"""Recent stays, and recent own meetings, from which they are chosen."""
OPEN_ROOMS = 200
"""Maximum of other meetings, because anybody can invite anybody to any number."""

MINE_OPEN = """(
        r.host_id = $1 OR ($2 AND r.type = 'external') OR r.id = ANY (ARRAY(
            SELECT p.room_id FROM participants p WHERE p.user_id = $1 AND p.status <> 'removed')))"""
OPEN = f"""
    {SELECT_ROOM} WHERE r.status IN {states.OPEN_ROOM} AND r.parent_room_id IS NULL AND {MINE_OPEN}
    ORDER BY r.status = 'live' DESC, coalesce(r.scheduled_start_time, r.created_at) DESC LIMIT $3
"""
"""Starts from the open meetings, of which a server has few."""
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
    {SELECT_ROOM} WHERE r.status IN {states.OVER_ROOM} AND r.parent_room_id IS NULL AND {MINE_PAST}
    ORDER BY r.ended_at DESC LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class Home:
    live: list[Room]
    coming: list[Room]
    permanent: list[Room]
    """Those that are always open, live ones, too; none is a meeting that somebody missed."""
    past: list[Room]


async def home(person: Account) -> Home:
    """Return the meetings one hosts, is invited to or attended; with raised rights also external ones."""
    now = [room_of(row) for row in await fetch(OPEN, person.id, person.role == "admin", OPEN_ROOMS)]
    now.sort(key=_by_time)
    past = [room_of(row) for row in await fetch(PAST, person.id, person.role == "admin", NEWEST, PAST_ROOMS)]
    return Home(
        live=[each for each in now if each.status == "live"],
        coming=[each for each in now if each.status != "live" and each.type != "permanent"],
        permanent=[each for each in now if each.type == "permanent"],
        past=past,
    )


def _by_time(room: Room) -> tuple[bool, datetime]:
    """Scheduled ones by start time, then the others by creation."""
    return room.scheduled_start_time is None, room.scheduled_start_time or room.created_at
