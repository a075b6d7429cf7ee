"""Work that must not be lost, queued in the same transaction as its cause (pgqueuer)."""

from uuid import UUID

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from server.meeting.actor import actor
from server.meeting.db import connection, transaction

MINUTES = "minutes"
"""The entry point that writes the minutes; its payload is the room's id as text."""
REQUEST = "request_id"
"""The header that tells for which request: the audit has it of what the worker writes, too."""


async def enqueue_minutes(room_id: UUID) -> None:
    """Ask for the minutes of a room; asked again while that waits or runs, nothing is added."""
    async with transaction():
        await Queries(AsyncpgDriver(connection())).enqueue(
            [MINUTES],
            [str(room_id).encode()],
            [0],
            dedupe_key=[f"{MINUTES}:{room_id}"],
            headers=[{REQUEST: actor().request_id}],
            on_conflict="skip",
        )
