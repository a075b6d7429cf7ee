"""Removing people: from the meeting and all its breakouts, and from a permanent room's later meetings."""

from contextlib import suppress
from uuid import UUID

from aiohttp import web
from pydantic import Field

from server.api.app_keys import LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body
from server.api.moderation import publish_change
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Forbidden, LiveKitUnavailable, ParticipantNotFound, RoomNotFound
from server.meeting import invitations, moderation, participants
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.breakouts import live_seats, main_place
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.rooms import Room


class Removal(Body):
    """How somebody is removed."""

    block: bool = Field(
        default=False,
        description="From a permanent room's later meetings, too, until let in; otherwise they wait at the"
        " door there for thirty days, or until let in.",
    )


@endpoint("Remove a participant", tag="participants", refusals=(RoomNotFound, ParticipantNotFound, Forbidden))
async def remove(request: web.Request, slug: str, participant_id: UUID, query: Removal) -> None:
    """Remove somebody from the meeting until the host admits them again, or withdraw an invitation.

    Who is invited and has not come cannot be blocked. The invitation of who waits, or is blocked, ends.
    """
    standing = await room_for(request[VIEWER], slug, Right.REMOVE)
    room = standing.room
    withdraws = standing.may(Right.INVITE) and not query.block and room.parent_room_id is None
    if withdraws and await invitations.withdraw_invitation(room.id, participant_id):
        await record("room_access", "withdraw_invitation", room.id, participant=str(participant_id))
        await publish_change(request, room, "invitation_withdrawn", participant_id)
        return
    meeting, place = await main_place(room, await participants.participant(room.id, participant_id))
    await _remove(request, meeting, place, block=query.block)


async def _remove(
    request: web.Request, meeting: Room, place: participants.Participant, *, block: bool
) -> None:
    """Remove somebody from the main room and whichever breakout they are in."""
    livekit = request.app[LIVEKIT]
    seats = await live_seats(meeting, place)
    async with transaction():
        waited = (await participants.participant(meeting.id, place.id)).status == "waiting"
        await moderation.remove(meeting.id, place.id, block=block)
        await record("room_access", "block" if block else "remove", meeting.id, participant=str(place.id))
        if (waited or block) and await moderation.revoke_invitation(place.id):
            await record("room_access", "withdraw_invitation", meeting.id, participant=str(place.id))
        for where, identity in seats:
            await livekit.remove(where.livekit_name, identity)
    with suppress(LiveKitUnavailable):  # again, in case they reconnected before the commit
        for where, identity in seats:
            await livekit.remove(where.livekit_name, identity)
    if waited:
        await request.app[CHANGE_BUS].publish(ChangeEvent("admission", meeting.id, place.id))
    for where, _ in seats:
        await publish_change(request, where, "participant_removed", place.id)
