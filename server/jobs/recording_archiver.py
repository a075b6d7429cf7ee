"""Move recordings into the archive store; at every moment one verified copy is recorded in the row.

For each marked recording: copy it and verify the copy's hash; mark the row archived with its new URL;
delete the original; clear its path. The next run resumes an interrupted one: a copy
without a row is overwritten, an original beside its archived copy is compared with it
and deleted. No file is deleted unless its hash equals that of a copy that was read back.
"""

import asyncio
import hashlib
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import structlog

from server.files import sha256_of
from server.jobs.scheduled_task import Counts, Incomplete
from server.meeting.actor import acting_as, actor
from server.meeting.recordings import Recording, archived, original_gone, recording, to_move
from server.object_store.directory_store import DirectoryStore
from server.object_store.protocol import STORE_ERRORS, Store
from server.recording_paths import Refused, within

log = structlog.get_logger()

BATCH = 100
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}$")
FAULTS = {"missing", "refused", "changed"}
"""Failures that need an operator: file missing, path outside the directory, original differs from copy."""


class Damaged(Exception):  # noqa: N818  the name is what happened
    """The archived copy differs from the original."""


class Misplaced(Exception):  # noqa: N818  the name is what happened
    """The archive lies inside the recordings' directory, so a copy could be its own original."""


async def move_marked(archive: Store, directory: Path) -> Counts:
    """Move every marked recording; returns the counts moved, resumed, and failed by cause.

    One failure does not stop the others; raises Incomplete at the end if there was any.
    """
    _keep_out_of(archive, directory)
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


def _keep_out_of(archive: Store, directory: Path) -> None:
    if isinstance(archive, DirectoryStore) and archive.root.resolve().is_relative_to(directory.resolve()):
        raise Misplaced


async def _moved(archive: Store, directory: Path, recording_id: UUID) -> str:
    try:
        found = await recording(recording_id)
        outcome = await _move(archive, directory, found) if found is not None else "gone"
    except Refused:
        outcome = "refused"
    except (*STORE_ERRORS, Damaged) as error:
        log.error("recording_not_archived", recording_id=str(recording_id), error=type(error).__name__)
        return "failed"
    if outcome in FAULTS:
        log.warning("recording_not_archived", recording_id=str(recording_id), cause=outcome)
    return outcome


async def _move(archive: Store, directory: Path, found: Recording) -> str:
    original = within(directory, found.file_path)
    key = key_of(found)
    there = original.is_file()
    if found.status == "archived":
        return await _finish(archive, key, original if there else None, found)
    if not there:
        return await _adopt(archive, key, found)
    return await _copy(archive, key, original, found, "moved")


async def _copy(archive: Store, key: str, original: Path, found: Recording, done: str) -> str:
    sha256 = await copy_verified(archive, key, original)
    if not await archived(found.id, archive.url_of(key), sha256):
        return "gone"
    return await _remove(original, sha256, found.id, done)


async def _remove(original: Path, sha256: str, recording_id: UUID, done: str) -> str:
    if await asyncio.to_thread(sha256_of, original) != sha256:
        return "changed"
    await asyncio.to_thread(original.unlink, missing_ok=True)
    await original_gone(recording_id)
    return done


async def _finish(archive: Store, key: str, original: Path | None, found: Recording) -> str:
    """Resume after the mark: read the copy again before deleting the original."""
    if original is None:
        await original_gone(found.id)
        return "healed"
    if found.file_sha256 is None or await sha256_in(archive, key) != found.file_sha256:
        return await _copy(archive, key, original, found, "healed")
    return await _remove(original, found.file_sha256, found.id, "healed")


async def _adopt(archive: Store, key: str, found: Recording) -> str:
    """Resume when the row is older than the move, as after a restored backup."""
    sha256 = await sha256_in(archive, key, found.file_size)
    if sha256 is None or not await archived(found.id, archive.url_of(key), sha256):
        return "missing"
    await original_gone(found.id)
    return "healed"


async def copy_verified(archive: Store, key: str, source: Path) -> str:
    """Copy a file, read the copy back and return its SHA-256; raises Damaged when it differs."""
    await archive.copy(key, source)
    sha256 = await sha256_in(archive, key)
    if sha256 is None or sha256 != await asyncio.to_thread(sha256_of, source):
        raise Damaged
    return sha256


async def sha256_in(archive: Store, key: str, size: int | None = None) -> str | None:
    """Return the SHA-256 of an object; None when it is missing, or not of `size` bytes."""
    digest, length = hashlib.sha256(), 0
    try:
        async for chunk in archive.chunks(key):
            digest.update(chunk)
            length += len(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest() if length == (size or length) else None


def key_of(found: Recording) -> str:
    """Return the archive key: ids and the file's suffix only."""
    suffix = SUFFIX.search((found.file_path or "").lower())
    return f"{found.room_id}/{found.id}{suffix[0] if suffix else ''}"
