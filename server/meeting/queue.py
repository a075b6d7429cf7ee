"""Work that must not be lost, queued in the same transaction as its cause (pgqueuer)."""

from uuid import UUID

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from server.meeting.actor import actor
from server.meeting.db import connection, transaction

MINUTES = "minutes"
"""The entry point that writes plain minutes; its payload is the room's id as text."""
MODEL_MINUTES = "model_minutes"
"""The entry point that has the model phrase drafted minutes; the same payload."""
REQUEST = "request_id"
"""The header that tells for which request: the audit has it of what the worker writes, too."""


async def enqueue_minutes(room_id: UUID) -> None:
    """Ask for the minutes of a room; asked again while that waits or runs, nothing is added."""
    await _enqueue(MINUTES, room_id)


async def enqueue_model_minutes(room_id: UUID) -> None:
    """Ask for the model's pass over drafted minutes; once, however often asked."""
    await _enqueue(MODEL_MINUTES, room_id)


async def _enqueue(entrypoint: str, room_id: UUID) -> None:
    async with transaction():
        await Queries(AsyncpgDriver(connection())).enqueue(
            [entrypoint],
            [str(room_id).encode()],
            [0],
            dedupe_key=[f"{entrypoint}:{room_id}"],
            headers=[{REQUEST: actor().request_id}],
            on_conflict="skip",
        )
