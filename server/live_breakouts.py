"""Breakouts in LiveKit: people are told, switches are passed on, and one that is due is closed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

import structlog

from server.errors import Conflict, LiveKitUnavailable
from server.live_grants import regrant, regranting, seat_of
from server.livekit_client import LiveKitClient, Seat
from server.meeting.actor import acting_as_media
from server.meeting.breakout_presence import people_inside
from server.meeting.breakouts import LEADS, due_breakouts, open_rooms
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.db import transaction
from server.meeting.lifecycle import end_room
from server.meeting.participants import Participant
from server.meeting.permissions import GUESTS_MICROPHONES, SWITCHES
from server.meeting.rooms import Room, update_room

TOPIC = "parley.breakouts"
"""Of the empty packet that tells clients to fetch the breakouts again."""
PASSED_ON = {*SWITCHES.values(), GUESTS_MICROPHONES}
"""Settings of the main room that its open breakouts follow."""
log = structlog.get_logger()


async def tell_breakouts(livekit: LiveKitClient, main_id: UUID) -> None:
    """Ring in the main room and every open breakout; who misses it is told when their way in is checked."""
    wanted = {each.livekit_name for each in await _open_rooms(main_id)}
    await _send(livekit, TOPIC, dict.fromkeys(wanted, ""))


async def send_to_rooms(livekit: LiveKitClient, main_id: UUID, topic: str, told: Mapping[UUID, str]) -> None:
    """Send each breakout of the meeting its message; who misses it finds it in the list."""
    wanted = {each.livekit_name: told[each.id] for each in await _open_rooms(main_id) if each.id in told}
    await _send(livekit, topic, wanted)


async def _open_rooms(main_id: UUID) -> list[Room]:
    with acting_as_media():
        return await open_rooms(main_id)


async def _send(livekit: LiveKitClient, topic: str, told: Mapping[str, str]) -> None:
    """Send only to rooms that LiveKit has open: for any other it waits three seconds."""
    with suppress(LiveKitUnavailable):
        opened = [each.name for each in await livekit.rooms() if each.name in told]
        await asyncio.gather(
            *(livekit.send(name, topic, told[name]) for name in opened), return_exceptions=True
        )


async def tell_of_leader(livekit: LiveKitClient, room: Room, who: Participant | None) -> None:
    """Ring where somebody who leads came into a breakout or left it: help is there, or can be asked for."""
    if room.parent_room_id is not None and who is not None and who.role in LEADS:
        await tell_breakouts(livekit, room.parent_room_id)


async def switch_breakouts(
    livekit: LiveKitClient, change_bus: ChangeBus, main: Room, settings: Mapping[str, object]
) -> None:
    """Turn the switches of the main room in its open breakouts, too, and grant anew what people may publish.

    Raises LiveKitUnavailable; then some have them, and turning the switch again gives them to the others.
    """
    chosen = {name: value for name, value in settings.items() if name in PASSED_ON}
    if not chosen or main.parent_room_id is not None:
        return
    breakouts = [each for each in await _open_rooms(main.id) if each.id != main.id]
    opened = {each.name for each in await livekit.rooms()} if breakouts else set()
    for each in breakouts:
        change = partial(update_room, each.id, settings=chosen)
        with suppress(Conflict):  # it ended meanwhile
            await (regranting(livekit, each, change) if each.livekit_name in opened else change())
        await change_bus.publish(ChangeEvent("room", each.id))


async def regranting_people(
    livekit: LiveKitClient, meeting: Room, change: Callable[[], Awaitable[None]]
) -> list[Room]:
    """Store what is changed of people, and grant it anew in whichever room of the meeting they are.

    Neither if LiveKit refuses. Returns the rooms in which somebody is.
    """
    rooms = await _open_rooms(meeting.id)
    async with transaction():
        before = await _seats_in(rooms)
        await change()
        now = await _seats_in(rooms)
        await regrant(livekit, before, now)
    taken = {seat.livekit_room for seat in now.values()}
    return [each for each in rooms if each.livekit_name in taken]


async def _seats_in(rooms: Sequence[Room]) -> dict[UUID, Seat]:
    by_id = {each.id: each for each in rooms}
    return {place.id: seat_of(by_id[place.room_id], place) for place in await people_inside(list(by_id))}


async def end_breakouts(livekit: LiveKitClient, change_bus: ChangeBus, main: Room) -> None:
    """End those of one meeting that is over, or whose time is up, for whoever ended it."""
    with acting_as_media():
        await end_due_breakouts(livekit, change_bus, main)


async def end_due_breakouts(livekit: LiveKitClient, change_bus: ChangeBus, main: Room | None = None) -> None:
    """End breakouts whose time is up or whose meeting is over, of all meetings with None; runs as media."""
    due = await due_breakouts(main.id if main is not None else None)
    for room in due:
        if await end_room(room.id, "host"):
            log.info("breakout_ended", room_id=str(room.id))
    await asyncio.gather(*(_close(livekit, change_bus, room) for room in due))


async def _close(livekit: LiveKitClient, change_bus: ChangeBus, room: Room) -> None:
    with suppress(LiveKitUnavailable):  # the reconciler closes it later
        await livekit.close_room(room.livekit_name)
    await change_bus.publish(ChangeEvent("room", room.id))
