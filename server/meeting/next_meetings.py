"""The next meeting of a permanent room: it stands ready as soon as one is over."""

from uuid import UUID, uuid4

from server.meeting.db import fetch_one
from server.meeting.slugs import new_slug


async def ready_meeting(series_id: UUID) -> UUID | None:
    """Return the room of the next meeting, made if there is none; None if the permanent room has ended.

    Of many who call it at once exactly one makes it.
    """
    row = await fetch_one("SELECT ready_meeting($1, $2, $3) AS id", series_id, uuid4(), new_slug())
    return row["id"] if row is not None else None
