"""Rooms of LiveKit in which somebody tests their connection: one person, no meeting, no transcriber."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from server.check_room_names import is_check_room, is_over
from server.errors import LiveKitUnavailable
from server.livekit_client import LiveKitClient, LiveRoom


def meetings_among(opened: Sequence[LiveRoom]) -> list[LiveRoom]:
    """Return the rooms that are no connection checks."""
    return [each for each in opened if not is_check_room(each.name)]


async def close_old_checks(livekit: LiveKitClient, opened: Sequence[LiveRoom]) -> None:
    """Close the test rooms whose time is over; one that LiveKit does not close is left for the next call."""
    old = [each.name for each in opened if is_check_room(each.name) and is_over(each.name)]
    await asyncio.gather(*(_close(livekit, name) for name in old))


async def _close(livekit: LiveKitClient, name: str) -> None:
    with suppress(LiveKitUnavailable):
        await livekit.close_room(name)
