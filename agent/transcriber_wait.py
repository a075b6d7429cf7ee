"""Waits after a meeting for its transcriber to have written everything."""

import asyncio
from uuid import UUID

import structlog

from server.meeting.leases import LeaseState, lease_state

LEASE_POLL_S = 0.25
log = structlog.get_logger()


async def wait_for_transcriber(room_id: UUID, *, wait_s: float) -> bool:
    """Wait until the room's lease is released or expired: nothing more is stored. False after `wait_s`."""
    try:
        async with asyncio.timeout(wait_s):
            while await lease_state(room_id) is LeaseState.HELD:  # noqa: ASYNC110  the lease is in the database
                await asyncio.sleep(LEASE_POLL_S)
    except TimeoutError:
        log.warning("transcriber_still_running", room_id=str(room_id))
        return False
    return True
