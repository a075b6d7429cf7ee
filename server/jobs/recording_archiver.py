"""Recordings moved into the archive, so that at every moment at least one whole copy is written down.

For each marked recording: copy it and verify the copy's hash; mark the row archived, with its new place;
remove the original; forget its path. Whatever breaks off in between is found by the next run, which goes on
from there: a copy without a row is made again over itself, an original beside its archived copy is compared
with it and removed. No file is removed that does not have the hash of a copy which was read back.
"""

import asyncio
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import structlog

from server.jobs.archive_store import TROUBLE, Archive, Damaged, sha256_of_file
from server.jobs.scheduled_task import Counts, Incomplete
from server.meeting.actor import acting_as, actor
from server.meeting.recordings import Recording, archived, original_gone, recording, to_move

log = structlog.get_logger()

BATCH = 100
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}$")
FAULTS = {"missing", "refused", "changed"}
"""What needs a person: no file, a path that leads out of the recordings, an original unlike its copy."""


class Refused(Exception):  # noqa: N818  the name is what happened
    """A path that is none of a file of ours."""


async def move_marked(archive: Archive, directory: Path) -> Counts:
    """Move every marked recording of the directory; how many were moved, healed, and what kept the others.

    One that fails does not keep the others; raises Incomplete at the end if any did.
    """
    archive.keep_out_of(directory)
    counts: Counter[str] = Counter()
    after: UUID | None = None
    while batch := await to_move(after, BATCH):
        for recording_id, room_id in batch:
            with acting_as(replace(actor(), room_id=room_id)):
                counts[await _moved(archive, directory, recording_id)] += 1
        after = batch[-1][0]
    if counts["failed"]:
        raise Incomplete(counts)
    return counts


async def _moved(archive: Archive, directory: Path, recording_id: UUID) -> str:
    try:
        found = await recording(recording_id)
        outcome = await _move(archive, directory, found) if found is not None else "gone"
    except Refused:
        outcome = "refused"
    except (*TROUBLE, Damaged) as error:
        log.error("recording_not_archived", recording_id=str(recording_id), error=type(error).__name__)
        return "failed"
    if outcome in FAULTS:
        log.warning("recording_not_archived", recording_id=str(recording_id), cause=outcome)
    return outcome


async def _move(archive: Archive, directory: Path, found: Recording) -> str:
    original = within(directory, found.file_path)
    key = key_of(found)
    there = original.is_file()
    if found.status == "archived":
        return await _finish(archive, key, original if there else None, found)
    if not there:
        return await _adopt(archive, key, found)
    return await _copy(archive, key, original, found, "moved")


async def _copy(archive: Archive, key: str, original: Path, found: Recording, done: str) -> str:
    sha256 = await archive.keep(key, original)
    if not await archived(found.id, archive.url_of(key), sha256):
        return "gone"
    return await _remove(original, sha256, found.id, done)


async def _remove(original: Path, sha256: str, recording_id: UUID, done: str) -> str:
    if await sha256_of_file(original) != sha256:
        return "changed"
    await asyncio.to_thread(original.unlink, missing_ok=True)
    await original_gone(recording_id)
    return done


async def _finish(archive: Archive, key: str, original: Path | None, found: Recording) -> str:
    """Go on after the mark: the copy is read again before anything is removed for its sake."""
    if original is None:
        await original_gone(found.id)
        return "healed"
    if found.file_sha256 is None or await archive.sha256_of(key) != found.file_sha256:
        return await _copy(archive, key, original, found, "healed")
    return await _remove(original, found.file_sha256, found.id, "healed")


async def _adopt(archive: Archive, key: str, found: Recording) -> str:
    """Go on where the row is older than the file's move, as after a restored backup."""
    size = await archive.size_of(key)
    if size is None or size != (found.file_size or size):
        return "missing"
    sha256 = await archive.sha256_of(key)
    if sha256 is None or not await archived(found.id, archive.url_of(key), sha256):
        return "missing"
    await original_gone(found.id)
    return "healed"


def key_of(found: Recording) -> str:
    """Give the name in the archive: ids alone, and the kind of file."""
    suffix = SUFFIX.search((found.file_path or "").lower())
    return f"{found.room_id}/{found.id}{suffix[0] if suffix else ''}"


def within(directory: Path, name: str | None) -> Path:
    """Give the file a row names; raises Refused where that leads out of the directory, or over a link."""
    root = directory.resolve()
    if not name or "\0" in name:
        raise Refused
    path = root / name
    if ".." in path.parts or not path.is_relative_to(root) or path == root:
        raise Refused
    if path.resolve() != path or (path.exists() and not path.is_file()):
        raise Refused
    return path
