"""Moves what the disk still has of finished recordings to where they are kept.

Imported ones, restored ones, those from before there was a bucket, and what a process that died left.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import structlog

from server.jobs.cleanup_tasks import MOVING
from server.jobs.scheduled_task import Counts, Incomplete, Work
from server.jobs.task_runner import exclusively
from server.meeting.actor import acting_as, actor
from server.meeting.recording_tracks import tracks_of
from server.meeting.recordings import Recording, recording
from server.object_store.verified_copy import COPY_ERRORS
from server.recording_files import RecordingFiles

FINISHED = ("completed", "archiving")
log = structlog.get_logger()


async def deliver(work: Work) -> Counts:
    """Move them; returns the counts moved, and left where neither disk nor bucket has what the row says.

    Raises Incomplete if the bucket refused. While recordings move to the archive nothing is done.
    """
    files = RecordingFiles.of(work.settings)
    if not files.has_bucket:
        return {}
    async with exclusively(work.settings.database_url, MOVING) as lost:
        return {} if lost is None else await _deliver_all(files)


async def _deliver_all(files: RecordingFiles) -> Counts:
    counts: Counter[str] = Counter()
    for room_id, recording_id in sorted(_on_disk(files.disk)):
        with acting_as(replace(actor(), room_id=room_id)):
            found = await recording(recording_id)
            if found is not None and found.status in FINISHED:
                counts += await _deliver(files, found)
    if counts["failed"]:
        raise Incomplete(counts)
    return counts


async def _deliver(files: RecordingFiles, found: Recording) -> Counter[str]:
    sums = {each.file_path: each.sha256 for each in await tracks_of(found.id)}
    sums[found.file_path or ""] = found.file_sha256
    folder, counts = f"{found.room_id}/{found.id}", Counter[str]()
    try:
        for key in await files.names_on_disk(folder):
            counts["moved" if await files.settle(key, sums.get(key)) else "left"] += 1
    except COPY_ERRORS as error:
        log.warning("recording_waits", recording_id=str(found.id), error=type(error).__name__)
        counts["failed"] += 1
    return counts


def _on_disk(disk: Path) -> Iterator[tuple[UUID, UUID]]:
    for path in disk.glob("*/*/"):
        try:
            yield UUID(path.parent.name), UUID(path.name)
        except ValueError:
            continue
