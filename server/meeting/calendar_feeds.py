"""Calendar feeds: a private link to one's action items and meetings, of which only a hash is stored."""

import secrets
from datetime import datetime
from uuid import UUID

from server.meeting.action_item_rows import OPEN, SELECT, ActionItem, item_of
from server.meeting.actor import acting_also_as, presenting_credentials
from server.meeting.audit import record
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.rooms import SELECT_ROOM, Room, room_of
from server.meeting.series_dates import SeriesDate, series_dates
from server.meeting.sessions import token_hash

TOKEN_BYTES = 32
MOST = 1000
"""Items in a feed, the ones due first and then the ones finished last."""
KEPT_DAYS = 90
"""How long finished items stay in it, so that calendars learn that they are."""
FED = f"""
{SELECT} WHERE a.assigned_to = $1 AND a.deleted_at IS NULL AND (a.status IN {OPEN}
    OR coalesce(a.completed_at, a.updated_at) > now() - make_interval(days => $2))
ORDER BY a.status IN {OPEN} DESC, coalesce(a.due_date, 'infinity'), a.updated_at DESC LIMIT $3
"""
MEETINGS = f"""
{SELECT_ROOM} WHERE r.type IN ('scheduled', 'recurring')
  AND r.scheduled_start_time > now() - make_interval(days => $2)
  AND (r.host_id = $1 OR r.id = ANY (ARRAY(
    SELECT p.room_id FROM participants p WHERE p.user_id = $1 AND p.status NOT IN ('waiting', 'removed'))))
  AND NOT EXISTS (SELECT FROM room_invitations i
    WHERE i.room_id = r.id AND i.invitee_id = $1 AND i.status IN ('declined', 'revoked'))
ORDER BY r.scheduled_start_time LIMIT $3
"""  # noqa: S608  columns of ours


async def open_feed(person_id: UUID) -> str:
    """Make a feed in place of the one before, whose link ends; returns the token, which is not stored."""
    token = secrets.token_hex(TOKEN_BYTES)
    async with transaction():
        await execute("DELETE FROM calendar_feeds WHERE user_id = $1", person_id)
        await execute(
            "INSERT INTO calendar_feeds (user_id, token_hash) VALUES ($1, $2)", person_id, token_hash(token)
        )
        await record("user_action", "calendar.open")
    return token


async def close_feed(person_id: UUID) -> None:
    """End the person's link, if they have one."""
    async with transaction():
        if await execute("DELETE FROM calendar_feeds WHERE user_id = $1", person_id):
            await record("user_action", "calendar.close")


async def feed_since(person_id: UUID) -> datetime | None:
    """Return when the person's link was made; None if they have none."""
    row = await fetch_one("SELECT created_at FROM calendar_feeds WHERE user_id = $1", person_id)
    return row["created_at"] if row else None


async def items_of_feed(token: str) -> list[ActionItem] | None:
    """Return the items of the link's owner, read with their rights; None for a link that has ended."""
    owner_id = await _owner(token)
    if owner_id is None:
        return None
    with acting_also_as(user_id=owner_id):
        return [item_of(row) for row in await fetch(FED, owner_id, KEPT_DAYS, MOST)]


async def meetings_of_feed(token: str) -> tuple[list[Room], list[SeriesDate]] | None:
    """Return the meetings and series of the link's owner but what they declined; None as above.

    Of a series that is not theirs as a whole, they have single meetings.
    """
    owner_id = await _owner(token)
    if owner_id is None:
        return None
    with acting_also_as(user_id=owner_id):
        rooms = [room_of(row) for row in await fetch(MEETINGS, owner_id, KEPT_DAYS, MOST)]
        series = await series_dates(list({each.series_id for each in rooms if each.series_id is not None}))
    whole = {each.id for each in series}
    return [each for each in rooms if each.series_id not in whole], series


async def _owner(token: str) -> UUID | None:
    """Whose link this is, while the account is open."""
    with presenting_credentials(token_hash=token_hash(token)):
        feed = await fetch_one("SELECT user_id FROM calendar_feeds WHERE token_hash = $1", token_hash(token))
    if feed is None:
        return None
    with acting_also_as(user_id=feed["user_id"]):
        owner = await fetch_one("SELECT id FROM users WHERE id = $1 AND is_active", feed["user_id"])
    return owner["id"] if owner else None
