"""Participants: who is there, raising a hand, and what hosts and co-hosts may do."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime, model_validator

from server.api.app_keys import LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Forbidden, ParticipantNotFound, RoomNotFound
from server.livekit_client import HAND, ROLE
from server.meeting import participants
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
    joined_at: AwareDatetime | None
    left_at: AwareDatetime | None


class ParticipantList(View):
    """First come first."""

    participants: list[ParticipantView]


class ParticipantChanges(Body):
    """One or more things to change; nobody is unmuted by another."""

    role: Literal["cohost", "participant"] | None = None
    muted: Literal[True] | None = None
    hand: bool | None = None

    @model_validator(mode="after")
    def _something(self) -> "ParticipantChanges":
        if self.role is None and self.muted is None and self.hand is None:
            raise ValueError("Name what to change: role, muted or hand.")
        return self


@endpoint("List participants", tag="participants", refusals=(RoomNotFound, Forbidden))
async def index(request: web.Request, slug: str) -> ParticipantList:
    """Give everybody with a place in the meeting."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        found = await participants.participants_of(standing.room.id)
    return ParticipantList(participants=_views(found))


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
    if body.muted:
        if target.role == "host" and standing.role == "cohost":
            raise Forbidden("The host mutes themselves.")
        target = await participants.set_muted(room.id, target.id, muted=True)
        await request.app[LIVEKIT].mute(room.livekit_name, target.identity)
    if body.role is not None:
        target = await participants.set_role(room.id, target.id, body.role)
        await request.app[LIVEKIT].set_attributes(room.livekit_name, target.identity, {ROLE: body.role})
    await _tell(request, room, "participant_changed", target.id)
    return next(each for each in _views(await participants.participants_of(room.id)) if each.id == target.id)


@endpoint("Remove a participant", tag="participants", refusals=(RoomNotFound, ParticipantNotFound, Forbidden))
async def remove(request: web.Request, slug: str, participant_id: UUID) -> None:
    """Put somebody out of the meeting, for good."""
    room = (await room_for(request[VIEWER], slug, Right.MODERATE)).room
    target = await participants.remove(room.id, participant_id)
    await record("room_access", "remove", room.id, participant=str(target.id))
    await request.app[LIVEKIT].remove(room.livekit_name, target.identity)
    await _tell(request, room, "participant_removed", target.id)


def _right_for(body: ParticipantChanges) -> Right:
    if body.role is not None:
        return Right.OWN
    return Right.MODERATE if body.muted else Right.ATTEND


async def _set_hand(
    request: web.Request, standing: Standing, target: participants.Participant, *, up: bool
) -> None:
    """One's own hand goes up and down; a host or co-host may take another's down."""
    own = standing.participant is not None and standing.participant.id == target.id
    if not own and (up or standing.role not in Moderators):
        raise Forbidden("Everybody raises their own hand.")
    value = datetime.now(UTC).isoformat(timespec="milliseconds") if up else ""
    await request.app[LIVEKIT].set_attributes(standing.room.livekit_name, target.identity, {HAND: value})


async def _tell(request: web.Request, room: Room, what: str, participant_id: UUID) -> None:
    log.info(what, room_id=str(room.id), target_id=str(participant_id))
    await request.app[CHANGE_BUS].ring(ChangeEvent("participants", room.id))


def _views(found: list[participants.Participant]) -> list[ParticipantView]:
    labels = display_names(found)
    return [
        ParticipantView(
            id=each.id,
            identity=each.identity,
            name=each.display_name,
            label=labels[each.id],
            role=each.role,
            status=each.status,
            is_muted=each.is_muted,
            joined_at=each.joined_at,
            left_at=each.left_at,
        )
        for each in found
    ]
