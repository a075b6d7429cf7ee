"""Moderation: what hosts and co-hosts change of people, and what everybody does of themselves."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import Field, model_validator

from server.api.app_keys import LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, Name
from server.api.participants import ParticipantView, participant_views
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Forbidden, IllegalStep, ParticipantNotFound, RoomNotFound
from server.live_breakouts import regranting_people
from server.live_grants import spotlight_value, tell_rights
from server.livekit_client import HAND, LiveKitClient
from server.livekit_seats import SPOTLIGHT
from server.meeting import moderation, participants
from server.meeting.access import Right, Standing, room_for
from server.meeting.audit import record
from server.meeting.breakouts import LiveSeat, live_seats, main_place
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.permissions import has_power_over
from server.meeting.rooms import Room

RIGHTS = {
    "role": Right.GIVE_ROLES,
    "name": Right.RENAME_OTHERS,
    "muted": Right.MUTE_OTHERS,
    "may_speak": Right.SILENCE_OTHERS,
    "may_share": Right.SILENCE_OTHERS,
    "camera": Right.STOP_VIDEO,
    "screen": Right.STOP_VIDEO,
    "admitted": Right.LET_IN,
    "hand": Right.RAISE_HAND,
    "spotlight": Right.SPOTLIGHT,
}
"""What each change of somebody needs."""
STOPS = {"camera": ("camera",), "screen": ("screen_share", "screen_share_audio")}
"""LiveKit's sources that each stops."""
SHOWN_HERE = {"hand", "spotlight"}
"""Shown in the room where they are, and stored nowhere."""
log = structlog.get_logger()


class ParticipantChanges(Body):
    """At least one change. `muted` mutes somebody who may unmute again; `may_speak` false prevents that."""

    role: Literal["host", "cohost", "participant"] | None = Field(
        default=None, description="`host` hands the meeting over; who was the host is a co-host then."
    )
    name: Name | None = None
    muted: Literal[True] | None = None
    may_speak: bool | None = None
    may_share: bool | None = None
    camera: Literal[False] | None = Field(default=None, description="Turns their camera off.")
    screen: Literal[False] | None = Field(default=None, description="Stops what they share.")
    admitted: bool | None = Field(
        default=None,
        description="Lets in somebody who is waiting, or who was removed; false turns away who is waiting.",
    )
    hand: bool | None = None
    spotlight: bool | None = Field(
        default=None,
        description="Shows them large to everybody, in place of who was before; or ends it.",
    )

    @model_validator(mode="after")
    def _something(self) -> "ParticipantChanges":
        if not self.model_dump(exclude_none=True):
            raise ValueError(f"Set at least one of {', '.join(RIGHTS)}.")
        return self


@endpoint(
    "Change a participant",
    tag="participants",
    refusals=(RoomNotFound, ParticipantNotFound, Forbidden, IllegalStep),
)
async def change(
    request: web.Request, slug: str, participant_id: UUID, body: ParticipantChanges
) -> ParticipantView:
    """Raise or lower a hand, mute, stop, rename, let in or turn away somebody, or change their role."""
    wanted = _required_rights(body)
    standing = await room_for(request[VIEWER], slug, wanted[0])
    if not all(standing.may(right) for right in wanted):
        raise Forbidden
    room = standing.room
    target = await participants.participant(room.id, participant_id)
    for right in wanted:
        _check_power(standing, right, target)
    if body.hand is not None:
        await _set_hand(request, standing, target, up=body.hand)
    if body.spotlight is not None:
        await _set_spotlight(request, room, target, on=body.spotlight)
    rooms = [room]
    if body.model_dump(exclude_none=True).keys() - SHOWN_HERE:
        rooms = await _change_in_all_rooms(request, room, target, body)
    for each in rooms:
        await publish_change(request, each, "participant_changed", target.id)
    return next(
        each
        for each in participant_views(await participants.participants_of(room.id))
        if each.id == target.id
    )


async def _change_in_all_rooms(
    request: web.Request, room: Room, target: participants.Participant, body: ParticipantChanges
) -> list[Room]:
    """Change somebody in the main room and its breakouts; returns the rooms that see it."""
    livekit = request.app[LIVEKIT]
    meeting, place = await main_place(room, target)
    seats = await live_seats(meeting, place)

    async def store() -> None:
        await _change_person(meeting, place, body)
        if body.muted:
            await moderation.set_muted(room.id, target.id, muted=True)
        await _stop_tracks(livekit, seats, body)

    rooms = await regranting_people(livekit, meeting, store)
    if body.role is not None:
        await asyncio.gather(*(tell_rights(livekit, each) for each in rooms))
    if body.admitted is not None:
        await request.app[CHANGE_BUS].publish(ChangeEvent("admission", meeting.id, place.id))
    return list({each.id: each for each in (meeting, room, *rooms)}.values())


def _required_rights(body: ParticipantChanges) -> list[Right]:
    found = [RIGHTS[field] for field in RIGHTS if getattr(body, field) is not None]
    return [Right.HAND_OVER if body.role == "host" and each is Right.GIVE_ROLES else each for each in found]


def _check_power(standing: Standing, right: Right, target: participants.Participant) -> None:
    """Raise Forbidden where a right over people does not work on this one; on oneself it does."""
    if right in (Right.MUTE_OTHERS, Right.SILENCE_OTHERS, Right.STOP_VIDEO) and not (
        _is_self(standing, target) or has_power_over(right, target.role)
    ):
        raise Forbidden("Only the host can mute or stop the host.")


def _is_self(standing: Standing, target: participants.Participant) -> bool:
    return standing.participant is not None and standing.participant.id == target.id


async def _change_person(meeting: Room, place: participants.Participant, body: ParticipantChanges) -> None:
    """Store what is true of somebody in the meeting and all its breakouts, by their place in the meeting."""
    if body.admitted is not None:
        await _answer_knock(meeting, place, admitted=body.admitted)
    if body.role == "host":
        await moderation.hand_over(meeting.id, place.id)
        await record("room_access", "hand_over", meeting.id, participant=str(place.id))
    elif body.role is not None:
        await moderation.set_role(meeting.id, place.id, body.role)
    if body.name is not None:
        await moderation.rename(meeting.id, place.id, body.name)
    if body.may_speak is not None:
        await moderation.set_may_speak(meeting.id, place.id, body.may_speak)
    if body.may_share is not None:
        await moderation.set_may_share(meeting.id, place.id, body.may_share)
    if stopped := ",".join(_stopped(body)):
        await record("room_access", "stop_video", meeting.id, participant=str(place.id), sources=stopped)


async def _answer_knock(room: Room, target: participants.Participant, *, admitted: bool) -> None:
    if admitted:
        await moderation.let_in(room.id, target.id)
        await record("room_access", "let_in", room.id, participant=str(target.id))
    else:
        await moderation.turn_away(room.id, target.id)
        await record("room_access", "turn_away", room.id, participant=str(target.id))


def _stopped(body: ParticipantChanges) -> list[str]:
    return [*STOPS["camera"] * (body.camera is False), *STOPS["screen"] * (body.screen is False)]


async def _stop_tracks(livekit: LiveKitClient, seats: Sequence[LiveSeat], body: ParticipantChanges) -> None:
    stopped = _stopped(body)
    for where, identity in seats:
        if body.muted:
            await livekit.mute(where.livekit_name, identity)
        if stopped:
            await livekit.stop(where.livekit_name, identity, stopped)


async def _set_hand(
    request: web.Request, standing: Standing, target: participants.Participant, *, up: bool
) -> None:
    """Raise or lower one's own hand; hosts and co-hosts may lower another's."""
    if not _is_self(standing, target) and (up or not standing.may(Right.LOWER_HANDS)):
        raise Forbidden("You can only raise your own hand.")
    value = datetime.now(UTC).isoformat(timespec="milliseconds") if up else ""
    await request.app[LIVEKIT].set_attributes(standing.room.livekit_name, target.identity, {HAND: value})
    if not _is_self(standing, target):
        await record("room_access", "lower_hands", standing.room.id, participant=str(target.id))


async def _set_spotlight(
    request: web.Request, room: Room, target: participants.Participant, *, on: bool
) -> None:
    """Mark whom everybody sees large, also when they come back. The last one counts.

    Not stored if LiveKit refuses.
    """
    async with transaction():
        changed = await moderation.shine_on(room.id, target.id if on else None)
        await record("room_access", "spotlight", room.id, participant=str(target.id) if on else None)
        for identity, since in changed.items():
            value = spotlight_value(since) if since is not None else ""
            await request.app[LIVEKIT].set_attributes(room.livekit_name, identity, {SPOTLIGHT: value})


async def publish_change(request: web.Request, room: Room, what: str, participant_id: UUID) -> None:
    log.info(what, room_id=str(room.id), target_id=str(participant_id))
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", room.id))
