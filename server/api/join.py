"""Joining: a seat in the database, a room in LiveKit, a token for exactly both."""

from dataclasses import replace
from uuid import UUID

from aiohttp import web

from server.api.app_keys import GATE, LIMITER, LIVEKIT
from server.api.chat import MessageView, send_on
from server.api.endpoint import endpoint
from server.api.fields import Body, Name, View
from server.api.identity import network, seat_guest
from server.api.limits import Limit
from server.api.rooms import RoomView
from server.app_keys import CHANGE_BUS, SESSION, SETTINGS, VIEWER
from server.errors import (
    AwaitingAdmission,
    Conflict,
    ConsentMissing,
    Forbidden,
    GuestsNotAllowed,
    Invalid,
    NotInvited,
    Removed,
    RoomEnded,
    RoomFull,
    RoomNotFound,
    TooMany,
)
from server.meeting.access import Right, Standing, Viewer, check_door, room_for
from server.meeting.accounts import Account
from server.meeting.actor import actor, switch_actor
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.chat import tell_rename
from server.meeting.participants import Guest, Participant, admit
from server.meeting.rooms import room_by_slug
from server.tickets import Ticket


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
    """Where to connect, and with what; whether the door opens is asked again at each connection."""

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
    refusals=(
        RoomNotFound,
        Removed,
        AwaitingAdmission,
        GuestsNotAllowed,
        NotInvited,
        ConsentMissing,
        RoomEnded,
        RoomFull,
        Invalid,
        TooMany,
    ),
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
    session = request[SESSION]
    ticket = Ticket(room.livekit_name, participant.identity, session.id if session else None)
    token = request.app[GATE].tickets.issue(ticket)
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", room.id))
    await _tell_rename(request, room.livekit_name, standing.participant, participant)
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
    is_guest, is_host = not isinstance(viewer, Account), standing.role == "host"
    check_door(standing.room, standing.participant, is_guest=is_guest, is_host=is_host)
    viewer = viewer if standing.participant is not None or isinstance(viewer, Account) else None
    participant, guest_token = await admit(standing.room, viewer, _name(viewer, body))
    if guest_token is not None:
        switch_actor(replace(actor(), participant_id=participant.id))
        seat_guest(request, guest_token)  # also when LiveKit is away: who tries again has a seat already
    if participant.status == "waiting":
        await request.app[CHANGE_BUS].publish(ChangeEvent("participants", standing.room.id))
        raise AwaitingAdmission
    return participant


async def _tell_rename(
    request: web.Request, livekit_room: str, before: Participant | None, now: Participant
) -> None:
    """Who is called otherwise than those inside know is named in the chat, under the name they had."""
    if before is None or before.joined_at is None or before.display_name == now.display_name:
        return
    told = await tell_rename(now.id, before.display_name)
    await send_on(request, livekit_room, MessageView.model_validate(told))


def _check(standing: Standing, body: JoinBody) -> None:
    if standing.room.type == "external":
        raise Conflict("This meeting belongs to another application. Join it there.")
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
    raise Invalid(problems=[{"field": "name", "message": "Enter your name."}])
