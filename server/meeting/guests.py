"""Guests: people without an account, known by a cookie in one meeting for a day."""

from server.meeting.actor import actor, presenting_credentials
from server.meeting.db import fetch_one
from server.meeting.participants import Guest
from server.meeting.sessions import token_hash

GUEST_HOURS = 24
"""The cookie's lifetime; a copied token expires with it."""


async def guest_of(token: str) -> Guest | None:
    """Return the guest of a token; None when it is unknown or expired.

    In a breakout, whose link is presented, it is their place there: the cookie is that of the main meeting.
    """
    shown = token_hash(token)
    with presenting_credentials(token_hash=shown):
        row = await fetch_one(
            "SELECT id, room_id, display_name FROM participants"
            " WHERE guest_token_hash = $1 AND created_at > now() - make_interval(hours => $2)",
            shown,
            GUEST_HOURS,
        )
        if row is None:
            return None
        inside = await fetch_one("SELECT breakout_place($1) AS id", row["id"]) if actor().slug else None
    place_id = inside["id"] if inside is not None and inside["id"] is not None else row["id"]
    return Guest(place_id, row["room_id"], row["display_name"])
