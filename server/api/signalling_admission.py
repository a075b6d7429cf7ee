"""Who may connect to LiveKit through us: asked at each connection, whatever was allowed before.

LiveKit's own tokens outlive a removal and cannot be taken back, so no client of ours holds one: it shows a
ticket, and we connect with a token of a minute. The tokens LiveKit renews become renewed tickets on the way.
Another application's client shows a token of LiveKit's, which is passed on as it is.
"""

from dataclasses import dataclass, replace

from aiohttp import hdrs, web

from server.api.app_keys import GATE, LIVEKIT
from server.app_keys import CHANGE_BUS
from server.livekit_client import Seat
from server.livekit_events import LivePerson
from server.livekit_signalling import Said
from server.meeting.actor import MEDIA, acting_as, actor
from server.meeting.change_bus import ChangeEvent
from server.meeting.entering import enter
from server.meeting.participants import Participant
from server.meeting.presence import record_arrival
from server.meeting.rooms import Room
from server.tickets import Ticket, is_ticket

BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Entrance:
    """Who comes in where, with which ticket, and the token LiveKit lets them in with."""

    ticket: Ticket
    room: Room
    place: Participant
    token: str


async def admitted(request: web.Request) -> Entrance | None:
    """Let in who shows a ticket; None for who shows none. Raises what `enter` raises."""
    authorization = request.headers.get(hdrs.AUTHORIZATION, "")
    shown = authorization.removeprefix(BEARER) or request.query.get("access_token", "")
    if not is_ticket(shown):
        return None
    ticket = request.app[GATE].tickets.read(shown)
    with acting_as(replace(actor(), role=MEDIA)):
        room, place = await enter(ticket.room, ticket.identity, ticket.session_id)
    seat = Seat(ticket.room, place.identity, place.display_name, place.role, may_speak=place.may_speak)
    return Entrance(ticket, room, place, request.app[LIVEKIT].token(seat))


async def as_client_may_have_it(request: web.Request, entrance: Entrance, data: bytes) -> bytes:
    """Give a message of LiveKit's without its tokens; who is let in by it is in the books first."""
    said = Said(data)
    if (who := said.newcomer) is not None:
        await _note_arrival(request, entrance, who)
    return said.with_token(request.app[GATE].tickets.issue(entrance.ticket)) if said.has_token else data


async def _note_arrival(request: web.Request, entrance: Entrance, who: LivePerson) -> None:
    with acting_as(replace(actor(), role=MEDIA)):
        await record_arrival(entrance.room.id, who.identity, who.name, who.since, who.sid)
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", entrance.room.id))
