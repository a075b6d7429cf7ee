"""Participants: listing them, raised hands, and moderation by hosts and co-hosts."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Literal
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime, Field, model_validator

from server.api.app_keys import LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Forbidden, IllegalStep, LiveKitUnavailable, ParticipantNotFound, RoomNotFound
from server.livekit_client import HAND, ROLE, LiveKitClient
from server.meeting import invitations, moderation, participants
from server.meeting.access import Right, Standing, room_for
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.rooms import Room

log = structlog.get_logger()
MODERATOR_ROLES = ("host", "cohost")


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
    joined_at: AwareDatetime | None
    left_at: AwareDatetime | None


class ParticipantList(View):
    """Participants in the order they joined."""

    participants: list[ParticipantView]


class ParticipantChanges(Body):
    """At least one change. `muted` mutes somebody who may unmute again; `may_speak` false prevents that."""

    role: Literal["cohost", "participant"] | None = None
    muted: Literal[True] | None = None
    may_speak: bool | None = None
    admitted: Literal[True] | None = Field(
        default=None, description="Admits somebody who is waiting to be let in, or who was removed."
    )
    hand: bool | None = None

    @model_validator(mode="after")
    def _something(self) -> "ParticipantChanges":
        if not self.model_dump(exclude_none=True):
            raise ValueError("Set at least one of role, muted, may_speak, admitted and hand.")
        return self


@endpoint("List participants", tag="participants", refusals=(RoomNotFound, Forbidden))
async def index(request: web.Request, slug: str) -> ParticipantList:
    """List everybody with a seat in the meeting and, for the host, invited people by e-mail address."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        found = await participants.participants_of(standing.room.id)
        hosts = standing.role == "host"
        invited = await invitations.open_invitations(standing.room.id) if hosts else []
    there = _participant_views(found, await _muted_by_identity(request, standing.room))
    return ParticipantList(participants=[*there, *map(_invitation_view, invited)])


@endpoint(
    "Change a participant",
    tag="participants",
    refusals=(RoomNotFound, ParticipantNotFound, Forbidden, IllegalStep),
)
async def change(
    request: web.Request, slug: str, participant_id: UUID, body: ParticipantChanges
) -> ParticipantView:
    """Raise or lower a hand, mute or admit somebody, or change their role."""
    standing = await room_for(request[VIEWER], slug, _required_right(body))
    room = standing.room
    target = await participants.participant(room.id, participant_id)
    if body.hand is not None:
        await _set_hand(request, standing, target, up=body.hand)
    if (body.muted or body.may_speak is False) and target.role == "host" and standing.role == "cohost":
        raise Forbidden("Only the host can mute the host.")
    async with transaction():  # rolled back if LiveKit refuses
        target = await _apply_changes(request.app[LIVEKIT], room, target, body)
    await _publish_change(request, room, "participant_changed", target.id)
    return next(
        each
        for each in _participant_views(await participants.participants_of(room.id))
        if each.id == target.id
    )


@endpoint("Remove a participant", tag="participants", refusals=(RoomNotFound, ParticipantNotFound, Forbidden))
async def remove(request: web.Request, slug: str, participant_id: UUID) -> None:
    """Remove somebody from the meeting until the host admits them again, or withdraw an invitation."""
    standing = await room_for(request[VIEWER], slug, Right.MODERATE)
    room, livekit = standing.room, request.app[LIVEKIT]
    if standing.role == "host" and await invitations.withdraw_invitation(room.id, participant_id):
        await record("room_access", "withdraw_invitation", room.id, participant=str(participant_id))
        await _publish_change(request, room, "invitation_withdrawn", participant_id)
        return
    async with transaction():
        target = await moderation.remove(room.id, participant_id)
        await record("room_access", "remove", room.id, participant=str(target.id))
        await livekit.remove(room.livekit_name, target.identity)
    with suppress(LiveKitUnavailable):  # again, in case they reconnected before the commit
        await livekit.remove(room.livekit_name, target.identity)
    await _publish_change(request, room, "participant_removed", target.id)


def _required_right(body: ParticipantChanges) -> Right:
    if body.role is not None:
        return Right.OWN
    moderates = body.muted or body.admitted or body.may_speak is not None
    return Right.MODERATE if moderates else Right.ATTEND


async def _apply_changes(
    livekit: LiveKitClient, room: Room, target: participants.Participant, body: ParticipantChanges
) -> participants.Participant:
    """Store each change, then apply it in LiveKit; call within a transaction."""
    if body.admitted:
        target = await moderation.let_in(room.id, target.id)
        await record("room_access", "let_in", room.id, participant=str(target.id))
    if body.may_speak is not None:
        target = await moderation.set_may_speak(room.id, target.id, body.may_speak)
        await livekit.allow_to_speak(room.livekit_name, target.identity, allowed=body.may_speak)
    if body.muted:
        target = await moderation.set_muted(room.id, target.id, muted=True)
        await livekit.mute(room.livekit_name, target.identity)
    if body.role is not None:
        target = await moderation.set_role(room.id, target.id, body.role)
        await livekit.set_attributes(room.livekit_name, target.identity, {ROLE: body.role})
    return target


async def _muted_by_identity(request: web.Request, room: Room) -> dict[str, bool]:
    """Return LiveKit's mute state by identity; people without a published microphone are left out."""
    if room.status != "live":
        return {}
    try:
        people = await request.app[LIVEKIT].people(room.livekit_name)
    except LiveKitUnavailable:
        return {}
    return {each.identity: each.is_muted for each in people if each.is_muted is not None}


async def _set_hand(
    request: web.Request, standing: Standing, target: participants.Participant, *, up: bool
) -> None:
    """Raise or lower one's own hand; hosts and co-hosts may lower another's."""
    own = standing.participant is not None and standing.participant.id == target.id
    if not own and (up or standing.role not in MODERATOR_ROLES):
        raise Forbidden("You can only raise your own hand.")
    value = datetime.now(UTC).isoformat(timespec="milliseconds") if up else ""
    await request.app[LIVEKIT].set_attributes(standing.room.livekit_name, target.identity, {HAND: value})


async def _publish_change(request: web.Request, room: Room, what: str, participant_id: UUID) -> None:
    log.info(what, room_id=str(room.id), target_id=str(participant_id))
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", room.id))


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
        joined_at=None,
        left_at=None,
    )


def _participant_views(
    found: list[participants.Participant], muted: Mapping[str, bool] = MappingProxyType({})
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
            joined_at=each.joined_at,
            left_at=each.left_at,
        )
        for each in found
    ]
