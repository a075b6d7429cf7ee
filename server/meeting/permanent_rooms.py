"""Permanent rooms: one lasting link, by which people meet again and again, each time in a room of its own.

One is a series without a rule (migration m0070). Its next meeting is always there and waits for nobody; what
the host changes on it holds for those that follow.
"""

from datetime import UTC, datetime
from typing import cast
from uuid import UUID, uuid4

from server.errors import Conflict, Forbidden, NotFound, RoomNotFound
from server.meeting import states
from server.meeting.access import Right, Standing, Viewer, room_for
from server.meeting.accounts import Account
from server.meeting.audit import record
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.invitations import Offer, invite_members
from server.meeting.links import choose_link
from server.meeting.next_meetings import ready_meeting
from server.meeting.participants import COLUMNS, Participant, participant_from
from server.meeting.room_settings import RoomSettings
from server.meeting.rooms import SELECT_ROOM, Room, room, room_of
from server.meeting.series import NewSeries, insert_series
from server.meeting.series_invitations import INVITED_DAYS

LISTED = 200
"""Most of its past meetings that are listed."""
WITHOUT_A_RULE = ""


class RoomEndedForGood(RoomNotFound):
    """The lasting code of a permanent room that its host ended."""

    title = "This room has ended"
    detail = "Its host ended it for good, so this link opens no meeting any more. Ask them for another one."


class NotPermanent(NotFound):
    """The meeting is of no permanent room."""

    title = "This is no permanent room"
    detail = "It is a single meeting, or one of a series."


async def create_permanent_room(
    host: Account,
    name: str,
    *,
    settings: RoomSettings,
    max_participants: int,
    tags: tuple[str, ...] = (),
    time_zone: str = "UTC",
    members: list[str] | None = None,
    link: str | None = None,
) -> Room:
    """Make one with its first meeting, which people can start at once; raises LinkTaken."""
    series_id = uuid4()
    new = NewSeries(
        name,
        WITHOUT_A_RULE,
        datetime.now(UTC),
        time_zone=time_zone,
        max_participants=max_participants,
        settings=settings,
        tags=tags,
    )
    async with transaction():
        await insert_series(series_id, series_id, host.id, new)
        first = cast(UUID, await ready_meeting(series_id))
        if link is not None:
            await choose_link(first, link)
        await invite_members(first, host.id, members or [], Offer(days=INVITED_DAYS))
        await record("room_access", "permanent.create", first, series=str(series_id))
    return await room(first)


async def present_meeting(viewer: Viewer, slug: str, right: Right = Right.ENTER) -> Standing:
    """Return a permanent room's meeting that is on or ahead, or its last if it has ended, by the code of any.

    Raises NotPermanent, Forbidden, and RoomNotFound, also if they may only read the meeting of the code.
    """
    given = (await room_for(viewer, slug, Right.ENTER)).room
    if given.type != "permanent":
        raise NotPermanent
    if given.is_over:
        present = await fetch_one(
            "SELECT slug FROM rooms WHERE series_id = $1 AND type = 'permanent' AND status = ANY($2::text[])",
            given.series_id,
            list(states.OPEN_ROOM),
        )
        if present is not None:
            slug = present["slug"]
        elif not await has_ended(given):
            raise RoomNotFound
    return await room_for(viewer, slug, right)


async def past_meetings(found: Room, reader: Account) -> list[Room]:
    """List the meetings of a permanent room that the reader hosted or was in, the latest first."""
    rows = await fetch(
        f"{SELECT_ROOM} WHERE r.series_id = $1 AND r.status = ANY($2::text[]) AND (r.host_id = $3 OR EXISTS ("
        "  SELECT FROM participants p WHERE p.room_id = r.id AND p.user_id = $3 AND p.joined_at IS NOT NULL"
        "  AND p.status <> 'removed'))"
        " ORDER BY r.created_at DESC LIMIT $4",
        found.series_id,
        list(states.OVER_ROOM),
        reader.id,
        LISTED,
    )
    return [room_of(row) for row in rows]


async def kept_out(found: Room) -> list[Participant]:
    """List who was removed at this meeting, or at one before and is still kept out."""
    rows = await fetch(
        f"SELECT {COLUMNS} FROM participants WHERE room_id = $1"  # noqa: S608  a constant list of columns
        " AND (status = 'removed' OR status = 'waiting' AND joined_at IS NULL AND admitted_at IS NULL"
        "  AND created_at = $2) ORDER BY created_at, display_name, id",
        found.id,
        found.created_at,
    )
    return [participant_from(row) for row in rows]


async def end_permanent_room(found: Room) -> None:
    """End one for good, for its host: a meeting that runs goes on, and none follows it.

    Raises NotPermanent, Conflict if it has been ended, and Forbidden for all but the host.
    """
    if found.type != "permanent":
        raise NotPermanent
    async with transaction():
        # Rooms before their series, as whoever ends a meeting or chooses a link locks them.
        await execute(
            "SELECT id FROM rooms WHERE series_id = $1 AND status = ANY($2::text[])"
            " ORDER BY id FOR NO KEY UPDATE",
            found.series_id,
            list(states.OPEN_ROOM),
        )
        ended = await execute(
            "UPDATE room_series SET cancelled_at = now()"
            " WHERE id = $1 AND rule = '' AND cancelled_at IS NULL",
            found.series_id,
        )
        if not ended:
            if await has_ended(found):
                raise Conflict("The permanent room has ended already.")
            raise Forbidden("Only the host ends a permanent room.")
        await execute(
            "UPDATE rooms SET status = 'cancelled' WHERE series_id = $1 AND status = ANY($2::text[])",
            found.series_id,
            states.sources(states.ROOM, "cancel"),
        )
        await record("room_access", "permanent.end", found.id, series=str(found.series_id))


async def ended_for_good(code: str) -> bool:
    """Whether a permanent room had this lasting code, which nobody guesses, and no meeting is left of it."""
    row = await fetch_one("SELECT ended_for_good($1) AS so", code)
    return row is not None and bool(row["so"])


async def has_ended(found: Room) -> bool:
    """Whether its host ended the permanent room for good."""
    row = await fetch_one("SELECT has_ended($1) AS has_ended", found.series_id)
    return row is not None and bool(row["has_ended"])
