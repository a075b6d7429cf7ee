"""Breakouts in LiveKit: everybody concerned is told of changes, and a breakout that is due is closed."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

import structlog

from server.errors import LiveKitUnavailable
from server.livekit_client import LiveKitClient
from server.meeting.breakouts import Breakout, due_breakouts
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.lifecycle import end_room
from server.meeting.rooms import Room

TOPIC = "parley.breakouts"
"""Of the empty packet that tells clients to fetch the breakouts again."""
log = structlog.get_logger()


def livekit_name(breakout: Breakout) -> str:
    """Return LiveKit's name of its room."""
    return f"parley-{breakout.room_id}"


async def tell_breakouts(livekit: LiveKitClient, main: Room, breakouts: Iterable[Breakout]) -> None:
    """Ring in the main room and every open breakout; who misses it is told when their way in is checked.

    Only in rooms that LiveKit has open: for any other it waits three seconds.
    """
    wanted = {main.livekit_name, *(livekit_name(each) for each in breakouts if each.is_open)}
    with suppress(LiveKitUnavailable):
        opened = [each.name for each in await livekit.rooms() if each.name in wanted]
        await asyncio.gather(*(livekit.send(name, TOPIC, "") for name in opened), return_exceptions=True)


async def end_due_breakouts(livekit: LiveKitClient, change_bus: ChangeBus, main: Room | None = None) -> None:
    """End breakouts whose time is up or whose meeting is over, of all meetings with None; runs as media."""
    for room in await due_breakouts(main.id if main is not None else None):
        if await end_room(room.id, "host"):
            log.info("breakout_ended", room_id=str(room.id))
        with suppress(LiveKitUnavailable):  # the reconciler closes it later
            await livekit.close_room(room.livekit_name)
        await change_bus.publish(ChangeEvent("room", room.id))
