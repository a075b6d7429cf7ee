"""What steers the transcriber of a running meeting, and how it is told: rows, then a packet."""

from uuid import UUID

from server.meeting.db import fetch_one

TOPIC = "parley.controls"
"""Of the data packet to the transcriber; it holds nothing, and whoever gets it reads the rows again."""


async def is_leased(room_id: UUID) -> bool:
    """Whether the asking transcriber holds the lease; without it, it finds no rows, whatever there is."""
    row = await fetch_one("SELECT EXISTS (SELECT FROM rooms WHERE id = $1) AS seen", room_id)
    return row is not None and row["seen"]
