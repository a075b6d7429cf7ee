"""Tells the end of a room from the end of a job: LiveKit also ends a job when its worker stops."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import aiohttp
import structlog
from livekit import api
from livekit.agents import JobContext

from agent.time_limits import EMPTY_ROOM_WAIT_S

OCCUPIED_ROOM_WAIT_S = 1.0
"""As EMPTY_ROOM_WAIT_S, with participants: most likely the worker stops, and another waits for the lease."""
POLL_S = 0.25

log = structlog.get_logger()


async def is_room_closed(context: JobContext, room_id: UUID, is_deleted: Callable[[], bool]) -> bool:
    """Whether this opening of the room is over; asks LiveKit for a while, unless it said so itself."""
    job = context.job.room
    timeout_s = OCCUPIED_ROOM_WAIT_S if context.room.remote_participants else EMPTY_ROOM_WAIT_S
    give_up_at = asyncio.get_running_loop().time() + timeout_s
    while not is_deleted():
        try:
            listed = await context.api.room.list_rooms(api.ListRoomsRequest(names=[job.name]))
        except (api.TwirpError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("livekit_unavailable", room=str(room_id), error=type(error).__name__)
            return False
        if all(room.sid != job.sid for room in listed.rooms):
            break
        if asyncio.get_running_loop().time() > give_up_at:
            return False
        await asyncio.sleep(POLL_S)
    return True
