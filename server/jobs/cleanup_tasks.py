"""Cleanup tasks: each calls its database function until no rows are left, one transaction a batch."""

from server.jobs.recording_archiver import move_marked
from server.jobs.scheduled_task import Counts, Work
from server.jobs.task_runner import exclusively
from server.meeting.db import fetch_one
from server.meeting.queue import enqueue_mix
from server.meeting.recording_mixing import rooms_to_mix
from server.recording_files import RecordingFiles

NOTIFICATIONS_KEPT_DAYS = 30
RECORDINGS_KEPT_DAYS = 90
LOGS_KEPT_DAYS = 400
MOVING = "move_recordings"
"""Name of the lock for moving recordings."""


async def until_done(call: str, *args: object) -> int:
    """Call `batch` until it returns 0; returns the total of rows changed."""
    total = 0
    while (row := await fetch_one(f"SELECT {call}", *args)) and row[0]:
        total += int(row[0])
    return total


async def invitations(_: Work) -> Counts:
    """Expire invitations."""
    return {"expired": await until_done("cleanup_expired_invitations()")}


async def sessions(_: Work) -> Counts:
    """Delete sessions that ended at least a week ago."""
    return {"deleted": await until_done("cleanup_expired_sessions()")}


async def questions(_: Work) -> Counts:
    """Delete questions whose answer nobody took."""
    return {"deleted": await until_done("expire_questions()")}


async def removals(_: Work) -> Counts:
    """Delete what was kept of people whose removal from a permanent room is over."""
    return {"deleted": await until_done("expire_removals()")}


async def notifications(_: Work) -> Counts:
    """Delete read notifications older than a month."""
    return {"deleted": await until_done("cleanup_old_notifications($1)", NOTIFICATIONS_KEPT_DAYS)}


async def logs(_: Work) -> Counts:
    """Delete logs of runs and of the queue older than 13 months."""
    return {"deleted": await until_done("cleanup_old_logs($1)", LOGS_KEPT_DAYS)}


async def recordings(work: Work) -> Counts:
    """Mark recordings older than 90 days for archiving, and move them."""
    marked = await until_done("cleanup_old_recordings($1)", RECORDINGS_KEPT_DAYS)
    return {"marked": marked, **await archive(work)}


async def mixes(_: Work) -> Counts:
    """Queue recordings that nobody mixed after their meeting, or whose mixing failed within a week."""
    waiting = await rooms_to_mix()
    for room_id in waiting:
        await enqueue_mix(room_id, only_missing=True)
    return {"queued": len(waiting)}


async def archive(work: Work) -> Counts:
    """Move all marked recordings, also those of an earlier failed or interrupted run.

    Two tasks move recordings; when one runs, the other does nothing.
    """
    async with exclusively(work.settings.database_url, MOVING) as lost:
        if lost is None:
            return {}
        return await move_marked(RecordingFiles.of(work.settings))
