"""Moderation: what hosts and co-hosts change of people, and what everybody does of themselves."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import Field, model_validator

from server.api.app_keys import LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body
from server.api.live_grants import regrant, seats_of, tell_rights
from server.api.participants import ParticipantView, participant_views
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Forbidden, IllegalStep, LiveKitUnavailable, ParticipantNotFound, RoomNotFound
from server.livekit_client import HAND, LiveKitClient
from server.meeting import invitations, moderation, participants
from server.meeting.access import Right, Standing, room_for
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.permissions import has_power_over
from server.meeting.rooms import Room

RIGHTS = {
    "role": Right.GIVE_ROLES,
    "muted": Right.MUTE_OTHERS,
    "may_speak": Right.SILENCE_OTHERS,
    "admitted": Right.LET_IN,
    "hand": Right.RAISE_HAND,
}
"""What each change of somebody needs."""
log = structlog.get_logger()


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


@endpoint(
    "Change a participant",
    tag="participants",
    refusals=(RoomNotFound, ParticipantNotFound, Forbidden, IllegalStep),
)
async def change(
    request: web.Request, slug: str, participant_id: UUID, body: ParticipantChanges
) -> ParticipantView:
    """Raise or lower a hand, mute or admit somebody, or change their role."""
    wanted = [RIGHTS[field] for field in body.model_fields_set if getattr(body, field) is not None]
    standing = await room_for(request[VIEWER], slug, wanted[0])
    if not all(standing.may(right) for right in wanted):
        raise Forbidden
    room = standing.room
    target = await participants.participant(room.id, participant_id)
    if body.hand is not None:
        await _set_hand(request, standing, target, up=body.hand)
    if (body.muted or body.may_speak is False) and not _has_power(standing, Right.MUTE_OTHERS, target):
        raise Forbidden("Only the host can mute the host.")
    async with transaction():  # rolled back if LiveKit refuses
        target = await _apply_changes(request.app[LIVEKIT], room, target, body)
    if body.role is not None:
        await tell_rights(request.app[LIVEKIT], room, [target])
    await _publish_change(request, room, "participant_changed", target.id)
    return next(
        each
        for each in participant_views(await participants.participants_of(room.id))
        if each.id == target.id
    )


@endpoint("Remove a participant", tag="participants", refusals=(RoomNotFound, ParticipantNotFound, Forbidden))
async def remove(request: web.Request, slug: str, participant_id: UUID) -> None:
    """Remove somebody from the meeting until the host admits them again, or withdraw an invitation."""
    standing = await room_for(request[VIEWER], slug, Right.REMOVE)
    room, livekit = standing.room, request.app[LIVEKIT]
    if standing.may(Right.INVITE) and await invitations.withdraw_invitation(room.id, participant_id):
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


def _has_power(standing: Standing, right: Right, target: participants.Participant) -> bool:
    return _is_self(standing, target) or has_power_over(right, target.role)


def _is_self(standing: Standing, target: participants.Participant) -> bool:
    return standing.participant is not None and standing.participant.id == target.id


async def _apply_changes(
    livekit: LiveKitClient, room: Room, target: participants.Participant, body: ParticipantChanges
) -> participants.Participant:
    """Store each change, then apply it in LiveKit; call within a transaction."""
    if body.admitted:
        target = await moderation.let_in(room.id, target.id)
        await record("room_access", "let_in", room.id, participant=str(target.id))
    before = seats_of(room, [target])
    if body.may_speak is not None:
        target = await moderation.set_may_speak(room.id, target.id, body.may_speak)
    if body.role is not None:
        target = await moderation.set_role(room.id, target.id, body.role)
    await regrant(livekit, before, room, [target])
    if body.muted:
        target = await moderation.set_muted(room.id, target.id, muted=True)
        await livekit.mute(room.livekit_name, target.identity)
    return target


async def _set_hand(
    request: web.Request, standing: Standing, target: participants.Participant, *, up: bool
) -> None:
    """Raise or lower one's own hand; hosts and co-hosts may lower another's."""
    if not _is_self(standing, target) and (up or not standing.may(Right.LOWER_HANDS)):
        raise Forbidden("You can only raise your own hand.")
    value = datetime.now(UTC).isoformat(timespec="milliseconds") if up else ""
    await request.app[LIVEKIT].set_attributes(standing.room.livekit_name, target.identity, {HAND: value})


async def _publish_change(request: web.Request, room: Room, what: str, participant_id: UUID) -> None:
    log.info(what, room_id=str(room.id), target_id=str(participant_id))
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", room.id))
