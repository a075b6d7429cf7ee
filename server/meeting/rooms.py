"""Rooms: create, find, update and cancel."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from server.errors import Conflict, IllegalStep, RoomNotFound
from server.meeting import states
from server.meeting.accounts import Account
from server.meeting.actor import actor, presenting_credentials, switch_actor
from server.meeting.db import execute, fetch, fetch_one, to_json, transaction
from server.meeting.invitations import invite_members
from server.meeting.links import LinkNeedsDoor, choose_link, led_by_link
from server.meeting.names import storable
from server.meeting.room_rows import SELECT_ROOM as SELECT_ROOM
from server.meeting.room_rows import Room as Room
from server.meeting.room_rows import RoomStatus as RoomStatus
from server.meeting.room_rows import RoomType as RoomType
from server.meeting.room_rows import room_of as room_of
from server.meeting.room_settings import DOORS
from server.meeting.room_settings import RoomAccess as RoomAccess
from server.meeting.room_settings import RoomRecording as RoomRecording
from server.meeting.room_settings import RoomSettings as RoomSettings
from server.meeting.slugs import new_slug as new_slug

DEFAULT_MAX_PARTICIPANTS = 50
UNTIMED = (
    "The meeting has started, so its time can no longer be changed.",
    "A permanent room has no time: people meet there whenever they like.",
)
NOT_CANCELLED = (
    "Only a meeting that has not started can be cancelled. End it instead.",
    "A permanent room always has a next meeting. End the room for good instead.",
)
NO_DOOR = "A breakout room has no door of its own. Change that for the meeting, in its main room."


@dataclass(frozen=True, slots=True)
class NewRoom:
    """The fields of a room to be created."""

    name: str
    type: Literal["instant", "scheduled"] = "instant"
    scheduled_start_time: datetime | None = None
    max_participants: int = DEFAULT_MAX_PARTICIPANTS
    settings: RoomSettings = field(default_factory=RoomSettings)
    tags: tuple[str, ...] = ()
    slug: str | None = None
    time_zone: str = "UTC"
    scheduled_minutes: int = 60
    link: str | None = None


async def room(room_id: UUID) -> Room:
    """Return the room with this id; raises RoomNotFound."""
    row = await fetch_one(f"{SELECT_ROOM} WHERE r.id = $1", room_id)
    if row is None:
        raise RoomNotFound
    return room_of(row)


async def room_by_slug(slug: str) -> Room | None:
    """Find a room by its code or chosen link, without an access check: handlers use `access.room_for`.

    Who presented a chosen link goes on as if they had presented the code that it leads them to.
    """
    if not slug.isprintable():  # PostgreSQL stores neither a NUL nor half a surrogate pair
        return None
    found = await _by_code(slug)
    if found is None and (code := await led_by_link(slug)) is not None:
        switch_actor(replace(actor(), slug=code))
        found = await _by_code(code)
    return found


async def _by_code(code: str) -> Room | None:
    with presenting_credentials(slug=code):
        row = await fetch_one(f"{SELECT_ROOM} WHERE r.slug = $1", code)
    return room_of(row) if row else None


async def room_by_livekit(name: str, sid: str) -> Room | None:
    """Find our room by LiveKit's name; another application's by name and sid, since it may reuse a name."""
    with presenting_credentials(livekit_room=storable(name)):
        row = await fetch_one(
            f"{SELECT_ROOM} WHERE r.livekit_room_name = CASE r.type WHEN 'external' THEN $2 ELSE $1 END"
            " AND r.livekit_room_name = ANY(ARRAY[$1, $2]::text[])",
            storable(name),
            f"{storable(name)}/{sid}",
        )
    return room_of(row) if row else None


async def note_opening(room_id: UUID, sid: str) -> None:
    """Store the sid of the present opening of LiveKit's room."""
    await execute("UPDATE rooms SET livekit_sid = $2 WHERE id = $1", room_id, sid)


async def create_room(host: Account, new: NewRoom, members: list[str] | None = None) -> Room:
    """Create a room and invite the given addresses, with or without an account."""
    room_id = cast(UUID, (await fetch("SELECT gen_random_uuid() AS id"))[0]["id"])
    async with transaction():
        await execute(
            """
            INSERT INTO rooms (id, host_id, name, slug, type, status, livekit_room_name, max_participants,
                               settings, scheduled_start_time, tags, time_zone, scheduled_minutes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            room_id,
            host.id,
            new.name,
            new.slug or new_slug(),
            new.type,
            "scheduled" if new.type == "scheduled" else "waiting",
            f"parley-{room_id}",
            new.max_participants,
            to_json(asdict(new.settings)),
            new.scheduled_start_time,
            list(new.tags),
            new.time_zone,
            new.scheduled_minutes,
        )
        if new.link is not None:
            await choose_link(room_id, new.link)
        await invite_members(room_id, host.id, members or [])
    return await room(room_id)


async def update_room(
    room_id: UUID,
    *,
    name: str | None = None,
    scheduled_start_time: datetime | None = None,
    max_participants: int | None = None,
    settings: Mapping[str, object] | None = None,
    tags: tuple[str, ...] | None = None,
    time_zone: str | None = None,
    scheduled_minutes: int | None = None,
    link: str | None = None,
) -> Room:
    """Update the given fields, setting by setting, so that concurrent changes of others are kept.

    None leaves a field as it is, an empty link removes it. Raises Conflict if the meeting is over, its time
    is given and it has started, or a door of a breakout room is given; LinkNeedsDoor, and the errors of
    `choose_link`.
    """
    async with transaction():
        if not DOORS.isdisjoint(settings or {}) and (await room(room_id)).parent_room_id is not None:
            raise Conflict(NO_DOOR)
        found = await fetch(
            """
            UPDATE rooms SET name = coalesce($2, name), max_participants = coalesce($4, max_participants),
                   scheduled_start_time = coalesce($3, scheduled_start_time), settings = settings || $5,
                   tags = coalesce($6, tags), time_zone = coalesce($7, time_zone),
                   scheduled_minutes = coalesce($9, scheduled_minutes)
            WHERE id = $1 AND status = ANY($8::text[]) AND ($3::timestamptz IS NULL OR status = 'scheduled')
            RETURNING id
            """,
            room_id,
            name,
            scheduled_start_time,
            max_participants,
            to_json(dict(settings or {})),
            list(tags) if tags is not None else None,
            time_zone,
            list(states.OPEN_ROOM),
            scheduled_minutes,
        )
        if not found:
            known = await room(room_id)
            if known.is_open:
                raise Conflict(UNTIMED[known.type == "permanent"])
            raise Conflict("The meeting is over and can no longer be changed.")
        if link is not None:
            await choose_link(room_id, link or None)
        changed = await room(room_id)
        if settings and changed.link is not None and changed.settings.lets_guests_in:
            raise LinkNeedsDoor
    return changed


async def cancel_room(room_id: UUID) -> Room:
    """Cancel a meeting that has not started; raises IllegalStep for any other, and for permanent rooms."""
    found = await fetch(
        "UPDATE rooms SET status = 'cancelled' WHERE id = $1 AND status = ANY($2::text[])"
        " AND type <> 'permanent' RETURNING id",
        room_id,
        states.sources(states.ROOM, "cancel"),
    )
    if not found:
        is_permanent = (await room(room_id)).type == "permanent"
        raise IllegalStep(NOT_CANCELLED[is_permanent])
    return await room(room_id)
