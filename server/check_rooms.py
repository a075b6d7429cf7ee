"""Rooms of LiveKit in which somebody tests their connection: one person, no meeting, no transcriber."""

from server.check_room_names import is_check_room, is_over
from server.livekit_client import LiveKitClient, LiveRoom


async def meetings_among(livekit: LiveKitClient, opened: list[LiveRoom]) -> list[LiveRoom]:
    """Close the test rooms whose time is over; returns the other rooms."""
    for each in opened:
        if is_check_room(each.name) and is_over(each.name):
            await livekit.close_room(each.name)
    return [each for each in opened if not is_check_room(each.name)]
