"""Participants: listing them, with what is known of their microphones."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime

from server.api.app_keys import LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import View
from server.app_keys import VIEWER
from server.errors import Forbidden, LiveKitUnavailable, RoomNotFound
from server.meeting import invitations, participants
from server.meeting.access import Right, Standing, refusal, room_for
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.rooms import Room


class ParticipantView(View):
    """A person's seat in the meeting."""

    id: UUID
    identity: str
    name: str
    label: str
    """The name, numbered if somebody who joined earlier has the same one: Alex (2)."""
    role: participants.ParticipantRole
    status: participants.ParticipantStatus
    is_muted: bool
    """Whether the microphone is off."""
    may_speak: bool
    may_share: bool
    note: str
    """What somebody who waits says to the hosts, who alone see it."""
    is_turned_away: bool
    """Of somebody who waits; they may ask again."""
    is_blocked: bool
    """Of somebody who was removed: from a permanent room's later meetings, too. Hosts alone are told."""
    joined_at: AwareDatetime | None
    left_at: AwareDatetime | None


class ParticipantList(View):
    """Participants in the order they joined."""

    participants: list[ParticipantView]


@endpoint("List participants", tag="participants", refusals=(RoomNotFound, Forbidden))
async def index(request: web.Request, slug: str) -> ParticipantList:
    """List everybody with a seat in the meeting and, for the host, invited people by e-mail address.

    Who waits, or was removed and had never been in, is listed for hosts and co-hosts alone. A co-host who is
    in a breakout room, or outside, is told of who waits or was removed.
    """
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.ENTER)
        found = await participants.participants_of(standing.room.id)
        if not standing.may(Right.READ):
            found = _at_the_door(standing, found)
        invites = standing.may(Right.INVITE)
        invited = await invitations.open_invitations(standing.room.id) if invites else []
    muted = await _muted_by_identity(request, standing.room)
    found = [each for each in found if each.status != "waiting" or each.left_at is None]
    lets_in = standing.may(Right.LET_IN)
    there = participant_views(found, muted, with_notes=lets_in)
    seen = [each for each in there if lets_in or not _never_came_in(each)]
    return ParticipantList(participants=[*seen, *map(_invitation_view, invited)])


def _never_came_in(each: ParticipantView) -> bool:
    return each.status == "waiting" or (each.status == "removed" and each.joined_at is None)


def _at_the_door(standing: Standing, found: list[participants.Participant]) -> list[participants.Participant]:
    """Return those about whom who lets people in is asked; raises Forbidden for anybody else."""
    if not (standing.room.is_open and standing.may(Right.LET_IN)):
        raise Forbidden(refusal(standing, Right.READ))
    return [each for each in found if each.status in ("waiting", "removed")]


async def _muted_by_identity(request: web.Request, room: Room) -> dict[str, bool]:
    """Return LiveKit's mute state by identity; people without a published microphone are left out."""
    if room.status != "live":
        return {}
    try:
        people = await request.app[LIVEKIT].people(room.livekit_name)
    except LiveKitUnavailable:
        return {}
    return {each.identity: each.is_muted for each in people if each.is_muted is not None}


def _invitation_view(each: invitations.Invitation) -> ParticipantView:
    """Return the same fields for an address with and without an account."""
    return ParticipantView(
        id=each.id,
        identity=str(each.id),
        name=each.address,
        label=each.address,
        role="participant",
        status="invited",
        is_muted=False,
        may_speak=True,
        may_share=True,
        note="",
        is_turned_away=False,
        is_blocked=False,
        joined_at=None,
        left_at=None,
    )


def participant_views(
    found: list[participants.Participant],
    muted: Mapping[str, bool] = MappingProxyType({}),
    *,
    with_notes: bool = False,
) -> list[ParticipantView]:
    labels = display_names(found)
    return [
        ParticipantView(
            id=each.id,
            identity=each.identity,
            name=each.display_name,
            label=labels[each.id],
            role=each.role,
            status=each.status,
            is_muted=muted.get(each.identity, each.is_muted),
            may_speak=each.may_speak,
            may_share=each.can_share_screen,
            note=each.knock_note if with_notes else "",
            is_turned_away=each.denied_at is not None,
            is_blocked=with_notes and each.is_blocked,
            joined_at=each.joined_at,
            left_at=each.left_at,
        )
        for each in found
    ]
