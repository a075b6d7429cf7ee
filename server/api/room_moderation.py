"""Moderation of a whole meeting: its switches, everybody's microphones and hands, and who waits."""

import asyncio
from contextlib import suppress

import structlog
from aiohttp import web

from server.api.app_keys import LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.room_controls import tell_doors
from server.api.room_settings import RoomSettingsView
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Conflict, Forbidden, LiveKitUnavailable, RoomNotFound, Unavailable
from server.live_breakouts import switch_breakouts
from server.live_grants import regranting
from server.livekit_client import HAND, LiveKitClient
from server.meeting import moderation
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.participants import Participant, participants_of
from server.meeting.permissions import When, when
from server.meeting.room_settings import Lobby
from server.meeting.rooms import Room, update_room

MUTED_AT_ONCE = 8
"""Calls to LiveKit, so that it takes no minute where it does not answer."""
log = structlog.get_logger()


class NotEverybodyMuted(Unavailable):
    """LiveKit refused to mute some; the others are muted."""

    title = "Not everybody was muted"


class Switches(Body):
    """What participants and guests may do, and who comes in; omitted ones keep their value."""

    allow_chat: bool | None = None
    allow_share: bool | None = None
    allow_reactions: bool | None = None
    allow_unmute: bool | None = None
    allow_guest_microphones: bool | None = None
    lobby: Lobby | None = None
    locked: bool | None = None


class Admissions(Body):
    """Let in everybody who waits, or turn them away."""

    admitted: bool


class Everybody(View):
    """How many people it concerned."""

    people: int


class MuteAll(Body):
    """Mute everybody but host and co-hosts; with `may_unmute` false they cannot unmute by themselves."""

    may_unmute: bool = True


@endpoint("Turn switches of a meeting", tag="rooms", refusals=(RoomNotFound, Forbidden, Conflict))
async def switch(request: web.Request, slug: str, body: Switches) -> RoomSettingsView:
    """Let participants and guests chat, share, react and unmute, or not; open, watch or lock the door."""
    room = (await room_for(request[VIEWER], slug, Right.SWITCH)).room
    room = await apply_settings(request, room, body.model_dump(exclude_none=True))
    return RoomSettingsView.model_validate(room.settings)


async def apply_settings(request: web.Request, room: Room, settings: dict[str, object]) -> Room:
    """Store settings and grant anew in the running meeting; neither if LiveKit refuses."""

    async def store() -> Room:
        await record("room_access", "switch", room.id, settings=",".join(sorted(settings)))
        return await update_room(room.id, settings=settings)

    changed = await regranting(request.app[LIVEKIT], room, store)
    await request.app[CHANGE_BUS].publish(ChangeEvent("room", room.id))
    await tell_doors(request, room, settings)
    await switch_breakouts(request.app[LIVEKIT], request.app[CHANGE_BUS], room, settings)
    return changed


@endpoint(
    "Mute everybody", tag="participants", refusals=(RoomNotFound, Forbidden, Conflict, NotEverybodyMuted)
)
async def mute_all(request: web.Request, slug: str, body: MuteAll) -> Everybody:
    """Mute every participant and guest, who may unmute unless `may_unmute` is false.

    Whom the media server does not mute holds up none of the others, and the answer says how many were muted.
    """
    standing = await room_for(request[VIEWER], slug, Right.MUTE_OTHERS)
    room, own = standing.room, standing.participant
    if body.may_unmute != room.settings.allow_unmute:
        room = await apply_settings(request, room, {"allow_unmute": body.may_unmute})
    people = [
        place
        for place in await participants_of(room.id)
        if place.status == "joined"
        and when(place.role, Right.SPEAK) is When.ALLOWED
        and (own is None or place.id != own.id)
    ]
    muted = await _mute(request.app[LIVEKIT], room, people)
    await record("room_access", "mute_all", room.id, people=muted, missed=len(people) - muted)
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", room.id))
    if muted < len(people):
        log.warning("not_everybody_muted", room_id=str(room.id), people=muted, missed=len(people) - muted)
        raise NotEverybodyMuted(f"{muted} of {len(people)} people were muted. Try again for the others.")
    return Everybody(people=muted)


async def _mute(livekit: LiveKitClient, room: Room, people: list[Participant]) -> int:
    """Mute each of them, a few at once; returns how many LiveKit did not refuse."""
    turns = asyncio.Semaphore(MUTED_AT_ONCE)

    async def mute(place: Participant) -> bool:
        async with turns:
            with suppress(LiveKitUnavailable):
                await livekit.mute(room.livekit_name, place.identity)
                return True
        return False

    return sum(await asyncio.gather(*map(mute, people)))


@endpoint("Lower every hand", tag="participants", refusals=(RoomNotFound, Forbidden))
async def lower_hands(request: web.Request, slug: str) -> None:
    """Lower the hands of everybody inside."""
    room = (await room_for(request[VIEWER], slug, Right.LOWER_HANDS)).room
    inside = [place for place in await participants_of(room.id) if place.status == "joined"]
    for place in inside:
        await request.app[LIVEKIT].set_attributes(room.livekit_name, place.identity, {HAND: ""})
    await record("room_access", "lower_hands", room.id, people=len(inside))


@endpoint("Let everybody in", tag="participants", refusals=(RoomNotFound, Forbidden))
async def let_in_all(request: web.Request, slug: str, body: Admissions) -> Everybody:
    """Let in everybody who waits, or turn all of them away; those turned away may ask again."""
    room = (await room_for(request[VIEWER], slug, Right.LET_IN)).room
    async with transaction():
        waiting = await moderation.waiting_in(room.id)
        for place_id in waiting:
            await (moderation.let_in if body.admitted else moderation.turn_away)(room.id, place_id)
        await record("room_access", "answer_all", room.id, people=len(waiting), admitted=str(body.admitted))
    for place_id in waiting:
        await request.app[CHANGE_BUS].publish(ChangeEvent("admission", room.id, place_id))
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", room.id))
    log.info("waiting_answered", room_id=str(room.id), people=len(waiting), admitted=body.admitted)
    return Everybody(people=len(waiting))
