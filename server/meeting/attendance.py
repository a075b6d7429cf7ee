"""When each participant was in the meeting."""

from datetime import datetime
from uuid import UUID

from server.meeting.db import fetch

Stays = dict[UUID, list[tuple[datetime, datetime | None]]]
"""Of each participant when they came and went, in order; None: they have not gone."""


async def stays_of(room_id: UUID) -> Stays:
    """Return every stay; those of one person overlap if they were there in two browsers."""
    rows = await fetch(
        "SELECT participant_id, joined_at, left_at FROM attendance WHERE room_id = $1"
        " ORDER BY joined_at, left_at, id",
        room_id,
    )
    stays: Stays = {}
    for row in rows:
        stays.setdefault(row["participant_id"], []).append((row["joined_at"], row["left_at"]))
    return stays
