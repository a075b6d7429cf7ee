"""The four functions of the database, each called until it finds nothing more; a batch a transaction."""

from server.jobs.archive_store import Archive
from server.jobs.recording_archiver import move_marked
from server.jobs.scheduled_task import Counts, Work
from server.jobs.task_runner import exclusively
from server.meeting.db import fetch_one

NOTIFICATIONS_KEPT_DAYS = 30
RECORDINGS_KEPT_DAYS = 90
LOGS_KEPT_DAYS = 400
MOVING = "move_recordings"
"""The lock of who moves recordings."""


async def until_done(call: str, *args: object) -> int:
    """Call the function until it says 0; how many rows all batches changed."""
    total = 0
    while (row := await fetch_one(f"SELECT {call}", *args)) and row[0]:
        total += int(row[0])
    return total


async def invitations(_: Work) -> Counts:
    """Expire the invitations nobody answered in time."""
    return {"expired": await until_done("cleanup_expired_invitations()")}


async def sessions(_: Work) -> Counts:
    """Delete the sessions that ended a week ago or earlier."""
    return {"deleted": await until_done("cleanup_expired_sessions()")}


async def notifications(_: Work) -> Counts:
    """Delete the notifications that were read and are a month old."""
    return {"deleted": await until_done("cleanup_old_notifications($1)", NOTIFICATIONS_KEPT_DAYS)}


async def logs(_: Work) -> Counts:
    """Delete the books of runs and of queued work that are older than a year and a month."""
    return {"deleted": await until_done("cleanup_old_logs($1)", LOGS_KEPT_DAYS)}


async def recordings(work: Work) -> Counts:
    """Mark the recordings of a quarter ago for the archive, and move them there."""
    marked = await until_done("cleanup_old_recordings($1)", RECORDINGS_KEPT_DAYS)
    return {"marked": marked, **await archive(work)}


async def archive(work: Work) -> Counts:
    """Move what is marked, by whomever: also what an earlier run could not, or was broken off at.

    Two tasks move recordings; one that finds the other at it leaves all to that.
    """
    async with exclusively(work.settings.database_url, MOVING) as lost:
        if lost is None:
            return {}
        return await move_marked(Archive(work.settings.archive), work.settings.recordings)
