"""Joining: a seat in the database, a room in LiveKit, a token for exactly both."""

from dataclasses import replace
from uuid import UUID

from aiohttp import web

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, Name, View
from server.api.identity import network, seat_guest
from server.api.limits import Limit
from server.api.rooms import RoomView
from server.app_keys import CHANGE_BUS, SETTINGS, VIEWER
from server.errors import (
    Conflict,
    ConsentMissing,
    Forbidden,
    Invalid,
    Removed,
    RoomEnded,
    RoomFull,
    RoomNotFound,
    TooMany,
)
from server.livekit_client import Seat
from server.meeting.access import Right, Standing, Viewer, room_for
from server.meeting.accounts import Account
from server.meeting.actor import actor, switch_actor
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.participants import Guest, Participant, admit
from server.meeting.rooms import room_by_slug


class JoinBody(Body):
    """What one agrees to, and who has no account says a name."""

    name: Name | None = None
    consent: bool


class JoinedParticipant(View):
    """One's own place; `id` is the identity in LiveKit."""

    id: UUID
    name: str
    role: str


class LiveKitAccess(View):
    """Where to connect, and with what; the token is good for a quarter of an hour."""

    url: str
    token: str


class Joined(View):
    """Everything a client needs to be in the room."""

    participant: JoinedParticipant
    room: RoomView
    livekit: LiveKitAccess


@endpoint(
    "Join a room",
    tag="rooms",
    refusals=(RoomNotFound, Removed, ConsentMissing, RoomEnded, RoomFull, Invalid, TooMany),
)
async def join(request: web.Request, slug: str, body: JoinBody) -> Joined:
    """Take a seat; the same person in another tab gets the same one."""
    await request.app[LIMITER].hit(Limit.JOIN_BY_ADDRESS, network(request))
    try:
        standing = await room_for(request[VIEWER], slug, Right.ENTER)
        participant = await _seated(request, standing, body)
    except (Forbidden, Conflict, RoomNotFound) as refusal:
        known = await room_by_slug(slug)
        await record("room_access", "join.refuse", known.id if known else None, why=type(refusal).__name__)
        raise
    room = standing.room
    await record("room_access", "join", room.id)
    about = {"slug": room.slug, "language": room.settings.language}
    await request.app[LIVEKIT].open_room(room.livekit_name, about)
    seat = Seat(room.livekit_name, participant.identity, participant.display_name, participant.role)
    token = request.app[LIVEKIT].token(seat)
    await request.app[CHANGE_BUS].ring(ChangeEvent("participants", room.id))
    return Joined(
        participant=JoinedParticipant(
            id=participant.id, name=participant.display_name, role=participant.role
        ),
        room=RoomView.model_validate(room),
        livekit=LiveKitAccess(url=request.app[SETTINGS].livekit_public_url, token=token),
    )


async def _seated(request: web.Request, standing: Standing, body: JoinBody) -> Participant:
    viewer = request[VIEWER]
    _check(standing, body)
    viewer = viewer if standing.participant is not None or isinstance(viewer, Account) else None
    participant, guest_token = await admit(standing.room, viewer, _name(viewer, body))
    if guest_token is not None:
        switch_actor(replace(actor(), participant_id=participant.id))
        seat_guest(request, guest_token)  # also when LiveKit is away: who tries again has a seat already
    return participant


def _check(standing: Standing, body: JoinBody) -> None:
    if standing.room.type == "external":
        raise Conflict("This meeting belongs to another application; join it there.")
    if not standing.room.is_open:
        raise RoomEnded
    if not body.consent:
        raise ConsentMissing


def _name(viewer: Viewer, body: JoinBody) -> str:
    """An account has one name everywhere; a guest may choose again at every door."""
    if isinstance(viewer, Account):
        return viewer.name
    if body.name is not None:
        return body.name
    if isinstance(viewer, Guest):
        return viewer.name
    raise Invalid(problems=[{"field": "name", "message": "Tell the others who you are."}])
