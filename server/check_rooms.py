"""Rooms of LiveKit in which somebody tests their connection: one person, no meeting, no transcriber."""

import secrets
import time

from server.livekit_client import LiveKitClient, LiveRoom

PREFIX = "parley-check"
LASTS_S = 120
"""The client's test takes a quarter of it; then the room is closed."""


def new_check_room() -> str:
    """Return a name that holds the time after which the room is closed."""
    return f"{PREFIX}.{int(time.time()) + LASTS_S}.{secrets.token_hex(16)}"


def is_check_room(name: str) -> bool:
    """Whether it is no meeting: neither recorded in the database nor captioned."""
    return name.startswith(f"{PREFIX}.")


async def meetings_among(livekit: LiveKitClient, opened: list[LiveRoom]) -> list[LiveRoom]:
    """Close the test rooms whose time is over; returns the other rooms."""
    for each in opened:
        if is_check_room(each.name) and _is_over(each.name):
            await livekit.close_room(each.name)
    return [each for each in opened if not is_check_room(each.name)]


def _is_over(name: str) -> bool:
    ends = name.split(".")[1]
    return not ends.isdecimal() or int(ends) < time.time()
