"""Deletes what was kept for long enough: recordings with their files, transcripts with minutes, chat."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import structlog

from server.jobs.cleanup_tasks import MOVING, until_done
from server.jobs.scheduled_task import Counts, Incomplete, Work
from server.jobs.task_runner import exclusively
from server.meeting.actor import acting_as, actor
from server.meeting.db import transaction
from server.meeting.retention import recording_deleted, recordings_to_delete
from server.object_store.protocol import STORE_ERRORS
from server.recording_files import RecordingFiles

BATCH = 100
log = structlog.get_logger()


async def transcripts(work: Work) -> Counts:
    """Delete transcripts and minutes of meetings that ended long enough ago."""
    return {"meetings": await until_done("expire_transcripts($1)", work.settings.keep_transcripts_days)}


async def chat(work: Work) -> Counts:
    """Delete the chat of meetings that ended long enough ago."""
    return {"meetings": await until_done("expire_chat($1)", work.settings.keep_chat_days)}


async def recordings(work: Work) -> Counts:
    """Delete recordings of meetings that ended long enough ago; raises Incomplete if a file remains.

    Nothing is deleted while recordings are moved into the archive: the next run does.
    """
    async with exclusively(work.settings.database_url, MOVING) as lost:
        if lost is None:
            return {}
        return await _delete_due(work, RecordingFiles.of(work.settings))


async def _delete_due(work: Work, files: RecordingFiles) -> Counts:
    counts: Counter[str] = Counter()
    after: UUID | None = None
    while batch := await recordings_to_delete(work.settings.keep_recordings_days, after, BATCH):
        for recording_id, room_id in batch:
            with acting_as(replace(actor(), room_id=room_id)):
                counts[await _deleted(files, room_id, recording_id)] += 1
        after = batch[-1][0]
    if counts["failed"]:
        raise Incomplete(counts)
    return counts


async def _deleted(files: RecordingFiles, room_id: UUID, recording_id: UUID) -> str:
    """Delete the files first: the next run finds a row without files, and no file without a row."""
    try:
        await files.delete_recording(room_id, recording_id)
    except STORE_ERRORS as error:
        log.error("recording_not_deleted", recording_id=str(recording_id), error=type(error).__name__)
        return "failed"
    async with transaction():
        await recording_deleted(recording_id)
    return "deleted"
