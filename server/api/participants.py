"""Participants: who is there, raising a hand, and what hosts and co-hosts may do."""

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
from server.errors import Forbidden, LiveKitUnavailable, ParticipantNotFound, RoomNotFound
from server.livekit_client import HAND, ROLE, LiveKitClient
from server.meeting import invitations, moderation, participants
from server.meeting.access import Right, Standing, room_for
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.rooms import Room

log = structlog.get_logger()
Moderators = ("host", "cohost")


class ParticipantView(View):
    """Somebody's place in the meeting."""

    id: UUID
    identity: str
    name: str
    label: str
    """The name, numbered where an earlier comer has the same: Alex (2)."""
    role: str
    status: str
    is_muted: bool
    """Whether the microphone is off now."""
    may_speak: bool
    joined_at: AwareDatetime | None
    left_at: AwareDatetime | None


class ParticipantList(View):
    """First come first."""

    participants: list[ParticipantView]


class ParticipantChanges(Body):
    """One or more things to change. `muted` asks for quiet, and they may unmute; `may_speak` decides it."""

    role: Literal["cohost", "participant"] | None = None
    muted: Literal[True] | None = None
    may_speak: bool | None = None
    admitted: Literal[True] | None = Field(
        default=None, description="Lets in somebody who waits at the door, or who was removed."
    )
    hand: bool | None = None

    @model_validator(mode="after")
    def _something(self) -> "ParticipantChanges":
        if not self.model_dump(exclude_none=True):
            raise ValueError("Set at least one of role, muted, may_speak, admitted and hand.")
        return self


@endpoint("List participants", tag="participants", refusals=(RoomNotFound, Forbidden))
async def index(request: web.Request, slug: str) -> ParticipantList:
    """List everybody with a place in the meeting, and to the host who is invited, by address."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        found = await participants.participants_of(standing.room.id)
        hosts = standing.role == "host"
        invited = await invitations.open_invitations(standing.room.id) if hosts else []
    there = _views(found, await _muted_now(request, standing.room))
    return ParticipantList(participants=[*there, *map(_invited, invited)])


@endpoint("Change a participant", tag="participants", refusals=(RoomNotFound, ParticipantNotFound, Forbidden))
async def change(
    request: web.Request, slug: str, participant_id: UUID, body: ParticipantChanges
) -> ParticipantView:
    """Raise or lower a hand, mute somebody, make a co-host."""
    standing = await room_for(request[VIEWER], slug, _right_for(body))
    room = standing.room
    target = await participants.participant(room.id, participant_id)
    if body.hand is not None:
        await _set_hand(request, standing, target, up=body.hand)
    if (body.muted or body.may_speak is False) and target.role == "host" and standing.role == "cohost":
        raise Forbidden("Only the host can mute the host.")
    async with transaction():  # what LiveKit refuses is not written down
        target = await _apply(request.app[LIVEKIT], room, target, body)
    await _tell(request, room, "participant_changed", target.id)
    return next(each for each in _views(await participants.participants_of(room.id)) if each.id == target.id)


@endpoint("Remove a participant", tag="participants", refusals=(RoomNotFound, ParticipantNotFound, Forbidden))
async def remove(request: web.Request, slug: str, participant_id: UUID) -> None:
    """Put somebody out of the meeting until the host lets them in again; withdraws an invitation."""
    standing = await room_for(request[VIEWER], slug, Right.MODERATE)
    room, livekit = standing.room, request.app[LIVEKIT]
    if standing.role == "host" and await invitations.withdraw_invitation(room.id, participant_id):
        await record("room_access", "withdraw_invitation", room.id, participant=str(participant_id))
        await _tell(request, room, "invitation_withdrawn", participant_id)
        return
    async with transaction():
        target = await moderation.remove(room.id, participant_id)
        await record("room_access", "remove", room.id, participant=str(target.id))
        await livekit.remove(room.livekit_name, target.identity)
    with suppress(LiveKitUnavailable):  # again: who came back before it was written down
        await livekit.remove(room.livekit_name, target.identity)
    await _tell(request, room, "participant_removed", target.id)


def _right_for(body: ParticipantChanges) -> Right:
    if body.role is not None:
        return Right.OWN
    moderates = body.muted or body.admitted or body.may_speak is not None
    return Right.MODERATE if moderates else Right.ATTEND


async def _apply(
    livekit: LiveKitClient, room: Room, target: participants.Participant, body: ParticipantChanges
) -> participants.Participant:
    """Write each change down, then ask LiveKit for it; within a transaction."""
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


async def _muted_now(request: web.Request, room: Room) -> dict[str, bool]:
    """Whose microphone is off, by identity, as LiveKit has it; who has published none is left out."""
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
    """One's own hand goes up and down; a host or co-host may take another's down."""
    own = standing.participant is not None and standing.participant.id == target.id
    if not own and (up or standing.role not in Moderators):
        raise Forbidden("You can only raise your own hand.")
    value = datetime.now(UTC).isoformat(timespec="milliseconds") if up else ""
    await request.app[LIVEKIT].set_attributes(standing.room.livekit_name, target.identity, {HAND: value})


async def _tell(request: web.Request, room: Room, what: str, participant_id: UUID) -> None:
    log.info(what, room_id=str(room.id), target_id=str(participant_id))
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", room.id))


def _invited(each: invitations.Invitation) -> ParticipantView:
    """Show an invitation alike for an address with and without an account."""
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


def _views(
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
