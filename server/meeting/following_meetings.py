"""What a past meeting of a permanent room or a series leads on to: the room, and its present or next one."""

from dataclasses import dataclass

from server.errors import Forbidden, RoomNotFound
from server.meeting import states
from server.meeting.access import Right, Viewer, room_for
from server.meeting.accounts import Account
from server.meeting.db import fetch_one
from server.meeting.entry_errors import Removed
from server.meeting.permanent_rooms import has_ended
from server.meeting.rooms import SELECT_ROOM, Room, room_of

AHEAD = f"""
    {SELECT_ROOM} WHERE r.series_id IN (SELECT $1 UNION SELECT s.id FROM room_series s
        JOIN room_series same ON same.root_id = s.root_id WHERE same.id = $1)
      AND r.id <> $2 AND r.status IN {states.OPEN_ROOM} AND (r.status = 'live' OR r.type = 'permanent'
        OR r.scheduled_start_time + r.scheduled_minutes * interval '1 minute' > now())
      AND NOT EXISTS (SELECT FROM participants p
        WHERE p.room_id = r.id AND p.user_id = $3 AND p.removed_at IS NOT NULL)
    ORDER BY r.status = 'live' DESC, r.scheduled_start_time, r.id LIMIT 1
"""  # noqa: S608  constants of the modules
"""After a change from one meeting on, what follows is of another series with the same link."""


@dataclass(frozen=True, slots=True)
class Following:
    """`meeting` is the next one that the reader may know of, `rooms_page` the page of a permanent room."""

    meeting: Room | None = None
    rooms_page: str | None = None

    @property
    def link(self) -> str | None:
        """The permanent room's lasting link, or the code of a series' one meeting."""
        if self.meeting is None:
            return None
        lasting = self.meeting.permanent_slug
        return (self.meeting.link or lasting) if lasting is not None else self.meeting.slug


async def following(past: Room, viewer: Viewer) -> Following:
    """Return what follows a meeting that is over, as far as the viewer may know of it.

    Whoever was there may of what they can enter by its link. Guests see no page of a permanent room.
    """
    if past.series_id is None or not past.is_over:
        return Following()
    ahead = await _entered_by_link(past, viewer) or await _expected_at(past, viewer)
    if past.type != "permanent" or not isinstance(viewer, Account):
        return Following(ahead)
    if ahead is not None:
        return Following(ahead, f"/r/{Following(ahead).link}/meetings")
    return Following(None, f"/r/{past.slug}/meetings" if await has_ended(past) else None)


async def _expected_at(past: Room, viewer: Viewer) -> Room | None:
    """The next meeting where the viewer is the host or has a place, and not only since they were removed."""
    known = viewer.id if isinstance(viewer, Account) else None
    row = await fetch_one(AHEAD, past.series_id, past.id, known)
    return room_of(row) if row is not None else None


async def _entered_by_link(past: Room, viewer: Viewer) -> Room | None:
    """The next meeting whose doors are open to who holds its link, for who was at the one that is over."""
    row = await fetch_one("SELECT next_by_link($1) AS slug", past.id)
    if row is None or row["slug"] is None:
        return None
    try:
        return (await room_for(viewer, row["slug"], Right.ENTER)).room
    except (RoomNotFound, Forbidden, Removed):
        return None
