"""What a running meeting is not left without or in: somebody who leads it, and the time its host chose."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog

from server.live_breakouts import end_due_breakouts
from server.live_grants import seat_of, tell_rights
from server.livekit_client import LiveKitClient
from server.meeting.audit import record
from server.meeting.breakout_presence import leaders_in_breakouts
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.db import transaction
from server.meeting.lifecycle import end_room
from server.meeting.moderation import succeed
from server.meeting.rooms import Room

log = structlog.get_logger()


async def let_succeed(livekit: LiveKitClient, change_bus: ChangeBus, room: Room) -> None:
    """Make who is longest there a co-host where those who lead are gone for a minute, not in a breakout.

    Raises LiveKitUnavailable, and then changes nothing. The host is the host again on return.
    """
    if room.parent_room_id is not None or await leaders_in_breakouts(room.id):
        return
    async with transaction():
        heir = await succeed(room.id)
        if heir is None:
            return
        await record("room_access", "succeed", room.id, participant=str(heir.id))
        await livekit.regrant(seat_of(room, heir))
    log.info("host_succeeded", room_id=str(room.id), target_id=str(heir.id))
    await tell_rights(livekit, room, [heir])
    await change_bus.publish(ChangeEvent("participants", room.id))


async def end_overlong(livekit: LiveKitClient, change_bus: ChangeBus, begun: Iterable[Room]) -> None:
    """End the meetings and breakouts that last as long as their hosts chose; raises LiveKitUnavailable."""
    for room in begun:
        most, since = room.settings.max_minutes, room.started_at
        if not most or since is None or datetime.now(UTC) - since < timedelta(minutes=most):
            continue
        if await end_room(room.id, "sweeper", even_so=True):
            log.info("room_ended", room_id=str(room.id), cause="max_minutes")
            await livekit.close_room(room.livekit_name)
            await change_bus.publish(ChangeEvent("room", room.id))
    await end_due_breakouts(livekit, change_bus)
