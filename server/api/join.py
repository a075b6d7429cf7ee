"""Joining: a seat in the database, an open room in LiveKit, and a ticket for both."""

from dataclasses import replace
from uuid import UUID

from aiohttp import web
from pydantic import Field

from server.api.app_keys import GATE, LIMITER, LIVEKIT, LOBBY
from server.api.chat import MessageView, broadcast_message
from server.api.endpoint import endpoint
from server.api.fields import Body, KnockNote, Name, View
from server.api.identity import client_network, set_guest_cookie
from server.api.limits import Limit
from server.api.rights import RightsView, rights_view
from server.api.rooms import RoomView
from server.app_keys import CHANGE_BUS, SESSION, SETTINGS, VIEWER
from server.errors import Conflict, Forbidden, Invalid, RoomNotFound, TooMany
from server.meeting.access import Right, Standing, Viewer, check_door, room_for
from server.meeting.accounts import Account
from server.meeting.actor import actor, switch_actor
from server.meeting.admission_queries import knock_again
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.chat import tell_rename
from server.meeting.entry_errors import (
    AwaitingAdmission,
    ConsentMissing,
    GuestsNotAllowed,
    HostAwaited,
    LobbyFull,
    Locked,
    NotAssigned,
    NotInvited,
    Removed,
    RoomEnded,
    RoomFull,
    TurnedAway,
)
from server.meeting.participants import Guest, Participant, ParticipantRole, admit
from server.meeting.rooms import room_by_slug
from server.tickets import Ticket


class JoinBody(Body):
    """Consent to the transcription; guests also send a name."""

    name: Name | None = None
    consent: bool
    note: KnockNote | None = Field(default=None, description="For the hosts, where they let people in.")
    ask_again: bool = Field(default=False, description="After having been turned away, a minute later.")


class JoinedParticipant(View):
    """The person's own seat; `id` is the identity in LiveKit."""

    id: UUID
    name: str
    role: ParticipantRole


class LiveKitAccess(View):
    """The signalling URL and a ticket for it; access is checked again at each connection."""

    url: str
    token: str


class Joined(View):
    """Everything a client needs to connect."""

    participant: JoinedParticipant
    room: RoomView
    rights: RightsView
    livekit: LiveKitAccess


@endpoint(
    "Join a meeting",
    tag="rooms",
    refusals=(
        RoomNotFound,
        Removed,
        AwaitingAdmission,
        TurnedAway,
        NotAssigned,
        GuestsNotAllowed,
        NotInvited,
        Locked,
        HostAwaited,
        LobbyFull,
        ConsentMissing,
        RoomEnded,
        RoomFull,
        Invalid,
        TooMany,
    ),
)
async def join(request: web.Request, slug: str, body: JoinBody) -> Joined:
    """Take a seat; the same person in another tab gets the same seat."""
    await request.app[LIMITER].hit(Limit.JOIN_BY_ADDRESS, client_network(request))
    try:
        standing = await room_for(request[VIEWER], slug, Right.ENTER)
        participant = await _take_seat(request, standing, body)
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
    await _announce_rename(request, room.livekit_name, standing.participant, participant)
    return Joined(
        participant=JoinedParticipant(
            id=participant.id, name=participant.display_name, role=participant.role
        ),
        room=RoomView.model_validate(room),
        rights=rights_view(room, participant.role),
        livekit=LiveKitAccess(url=request.app[SETTINGS].livekit_public_url, token=token),
    )


async def _take_seat(request: web.Request, standing: Standing, body: JoinBody) -> Participant:
    viewer = request[VIEWER]
    _check_joinable(standing, body)
    is_guest = not isinstance(viewer, Account)
    is_host = standing.may_everywhere(Right.JOIN)
    await request.app[LOBBY].note_here(standing.participant)
    await _knock_again(request, standing, body)
    await check_door(standing.room, standing.participant, is_guest=is_guest, is_host=is_host)
    viewer = viewer if standing.participant is not None or isinstance(viewer, Account) else None
    name = _display_name(standing, viewer, body)
    participant, guest_token = await admit(standing.room, viewer, name, body.note or "")
    if guest_token is not None:
        switch_actor(replace(actor(), participant_id=participant.id))
        set_guest_cookie(request, guest_token)  # also if LiveKit is unavailable: a second try finds the seat
    if participant.status == "waiting":
        await request.app[CHANGE_BUS].publish(ChangeEvent("participants", standing.room.id))
        raise AwaitingAdmission
    return participant


async def _knock_again(request: web.Request, standing: Standing, body: JoinBody) -> None:
    """Put somebody who was turned away back among those who wait; raises AwaitingAdmission then, TurnedAway.

    Who waits already may have something else to say to the hosts, or did not knock here before.
    """
    place = standing.participant
    if place is None or place.status != "waiting" or standing.may_everywhere(Right.JOIN):
        return
    has_more_to_say = bool(body.note) and body.note != place.knock_note
    if not (body.ask_again if place.denied_at is not None else has_more_to_say):
        return
    if not await knock_again(place.id, body.note or ""):
        raise TurnedAway
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", standing.room.id))
    if place.denied_at is not None:
        raise AwaitingAdmission


async def _announce_rename(
    request: web.Request, livekit_room: str, before: Participant | None, now: Participant
) -> None:
    """Post to the chat, under the old name, that somebody who was in the meeting now has another name."""
    if before is None or before.joined_at is None or before.display_name == now.display_name:
        return
    told = await tell_rename(now.id, before.display_name)
    await broadcast_message(request, livekit_room, MessageView.model_validate(told))


def _check_joinable(standing: Standing, body: JoinBody) -> None:
    if standing.room.type == "external":
        raise Conflict("This meeting belongs to another application. Join it there.")
    if not standing.room.is_open:
        raise RoomEnded
    if not body.consent:
        raise ConsentMissing


def _display_name(standing: Standing, viewer: Viewer, body: JoinBody) -> str:
    """Return an account's own name; a guest may choose a name each time they join, but not in a breakout."""
    if standing.room.parent_room_id is not None and standing.participant is not None:
        return standing.participant.display_name
    if isinstance(viewer, Account):
        return viewer.name
    if body.name is not None:
        return body.name
    if isinstance(viewer, Guest):
        return viewer.name
    raise Invalid(problems=[{"field": "name", "message": "Enter your name."}])
