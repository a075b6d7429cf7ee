"""Breakouts in LiveKit: everybody concerned is told of changes, and a breakout that is due is closed."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import structlog

from server.errors import LiveKitUnavailable
from server.livekit_client import LiveKitClient
from server.meeting.actor import MEDIA, acting_as, actor
from server.meeting.breakouts import LEADS, due_breakouts, open_rooms
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.lifecycle import end_room
from server.meeting.participants import Participant
from server.meeting.rooms import Room

TOPIC = "parley.breakouts"
"""Of the empty packet that tells clients to fetch the breakouts again."""
log = structlog.get_logger()


async def tell_breakouts(livekit: LiveKitClient, main_id: UUID) -> None:
    """Ring in the main room and every open breakout; who misses it is told when their way in is checked.

    Only in rooms that LiveKit has open: for any other it waits three seconds.
    """
    with acting_as(replace(actor(), role=MEDIA)):
        wanted = {each.livekit_name for each in await open_rooms(main_id)}
    with suppress(LiveKitUnavailable):
        opened = [each.name for each in await livekit.rooms() if each.name in wanted]
        await asyncio.gather(*(livekit.send(name, TOPIC, "") for name in opened), return_exceptions=True)


async def tell_of_leader(livekit: LiveKitClient, room: Room, who: Participant | None) -> None:
    """Ring where somebody who leads came into a breakout or left it: help is there, or can be asked for."""
    if room.parent_room_id is not None and who is not None and who.role in LEADS:
        await tell_breakouts(livekit, room.parent_room_id)


async def end_breakouts(livekit: LiveKitClient, change_bus: ChangeBus, main: Room) -> None:
    """End those of one meeting that is over, or whose time is up, for whoever ended it."""
    with acting_as(replace(actor(), role=MEDIA)):
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
