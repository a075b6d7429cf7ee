"""Recordings that are not completed, for `parley doctor`."""

from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.owner_connection import connected
from server.operator_error import OperatorError

AS_JOBS = "SET ROLE parley_worker"
WORDS = {
    "storage": "{} wait for PARLEY_RECORDINGS, which does not answer",
    "parts": "{} wait for parts on another machine",
    "disk": "{} wait for room on the disk",
    "failed": "{} failed within a week",
}
OTHERS = "{} are not mixed yet"


async def unfinished_recordings(url: str) -> list[str]:
    """Say what recordings wait for; empty: for nothing. `url` is the owner's."""
    try:
        async with connected(url) as connection:
            await connection.execute(AS_JOBS)
            rows = await connection.fetch("SELECT state, number FROM recordings_standing() ORDER BY state")
    except (OperatorError, *DATABASE_ERRORS):
        return []  # another line says that the database is away
    return [WORDS.get(row["state"], OTHERS).format(row["number"]) for row in rows]
