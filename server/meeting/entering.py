"""Admission of a connection: access is checked at each one, whatever was allowed before."""

from uuid import UUID

from asyncpg import PostgresError

from server.errors import ParticipantNotFound, RoomNotFound, Unauthenticated
from server.meeting import admission_queries
from server.meeting.access import check_door
from server.meeting.db import transaction
from server.meeting.entry_errors import AwaitingAdmission, RoomEnded, RoomFull
from server.meeting.participants import NO_SEAT, Participant, lock_room, participant_by_identity, take_seat
from server.meeting.rooms import Room, room_by_livekit


async def enter(livekit_room: str, identity: str, session_id: UUID | None) -> tuple[Room, Participant]:
    """Return the room and the place of a connecting person, holding a seat; runs as `parley_media`.

    Somebody inside who lost the connection is admitted, to a breakout only while they are assigned there;
    somebody who never was, and would wait as a newcomer now, is not.
    Raises Unauthenticated if the session has ended, RoomNotFound, RoomEnded, ParticipantNotFound,
    RoomFull and the errors of `check_door`.
    """
    if session_id is not None and await admission_queries.ended_sessions([session_id]):
        raise Unauthenticated
    room = await room_by_livekit(livekit_room, "")
    if room is None:
        raise RoomNotFound
    if not room.is_open:
        raise RoomEnded
    try:
        async with transaction():
            await lock_room(room.id)
            return room, await _seated(room, identity)
    except PostgresError as refused:
        if refused.sqlstate != NO_SEAT:
            raise
        raise RoomFull from refused


async def _seated(room: Room, identity: str) -> Participant:
    place = await participant_by_identity(room.id, identity)
    if place is None:
        raise ParticipantNotFound
    if place.status != "joined" or room.parent_room_id is not None:
        await check_door(room, place, is_guest=place.user_id is None)
        if await admission_queries.must_knock(place.id):
            raise AwaitingAdmission
    return place if place.status == "joined" else await take_seat(place, place.display_name)
