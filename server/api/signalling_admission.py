"""Access control of signalling connections, checked at each connection.

LiveKit's own tokens outlive a removal and cannot be revoked, so our clients never hold one: they present a
ticket, and we connect with a token valid for a minute. Tokens that LiveKit renews are replaced by tickets.
Clients of other applications present LiveKit's own tokens, which are forwarded unchanged.
"""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import hdrs, web

from server.api.app_keys import GATE, LIMITER, LIVEKIT
from server.api.identity import client_network
from server.api.limits import Limit
from server.app_keys import CHANGE_BUS
from server.errors import ParleyError
from server.live_grants import seat_of
from server.livekit_events import LivePerson
from server.livekit_signalling import SignallingMessage
from server.meeting.actor import acting_as_media
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.entering import enter
from server.meeting.participants import Participant
from server.meeting.presence import record_arrival
from server.meeting.rooms import Room, room_by_livekit
from server.tickets import Ticket, is_ticket

BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Admission:
    """An admitted connection: its ticket, room and seat, and the token for LiveKit."""

    ticket: Ticket
    room: Room
    place: Participant
    token: str


async def admit_connection(request: web.Request) -> Admission | None:
    """Check the ticket; None without one. Raises what `enter` raises."""
    authorization = request.headers.get(hdrs.AUTHORIZATION, "")
    shown = authorization.removeprefix(BEARER) or request.query.get("access_token", "")
    if not is_ticket(shown):
        return None
    ticket = None
    try:
        ticket = request.app[GATE].tickets.read(shown)
        with acting_as_media():
            room, place = await enter(ticket.room, ticket.identity, ticket.session_id)
    except ParleyError as refusal:
        await _note_refusal(request, ticket, refusal)
        raise
    return Admission(ticket, room, place, request.app[LIVEKIT].token(seat_of(room, place)))


async def _note_refusal(request: web.Request, ticket: Ticket | None, refusal: ParleyError) -> None:
    """Note in the audit log who was refused, as far as a ticket that holds says it."""
    if not await request.app[LIMITER].is_within(Limit.REFUSED_BY_ADDRESS, client_network(request), "ticket"):
        return
    room, who = None, None
    if ticket is not None:
        who = ticket.identity
        with acting_as_media():
            room = await room_by_livekit(ticket.room, "")
    why = type(refusal).__name__
    await record("room_access", "ticket.refuse", room.id if room else None, why=why, participant=who)


async def replace_tokens(request: web.Request, entrance: Admission, data: bytes) -> bytes:
    """Return LiveKit's message with its tokens replaced; an arrival in it is recorded first."""
    said = SignallingMessage(data)
    if (who := said.newcomer) is not None:
        await _record_arrival(request, entrance, who)
    return said.with_token(request.app[GATE].tickets.issue(entrance.ticket)) if said.has_token else data


async def _record_arrival(request: web.Request, entrance: Admission, who: LivePerson) -> None:
    with acting_as_media():
        await record_arrival(entrance.room.id, who.identity, who.name, timedelta(), who.sid)
    for told in (entrance.place.id, None):  # their own streams, which hear more from now on, then everybody's
        await request.app[CHANGE_BUS].publish(ChangeEvent("participants", entrance.room.id, told))
