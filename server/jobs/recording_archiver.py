"""Move recordings into the archive; at every moment one verified copy is recorded in the row.

For each marked recording: copy all its files and verify their hashes; mark the row archived with the mix's
new URL; delete the originals, the mix last; clear its path. The next run resumes an interrupted one: a copy
without a row is overwritten, an original beside its archived copy is compared with it and deleted. No file is
deleted unless its hash equals that of a copy that was read back.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import structlog

from server.jobs.scheduled_task import Counts, Incomplete
from server.meeting.actor import acting_as, actor
from server.meeting.recordings import Recording, archived, original_gone, recording, to_move
from server.object_store.protocol import Store
from server.object_store.verified_copy import COPY_ERRORS, copy_verified, sha256_in
from server.recording_files import RecordingFiles
from server.recording_paths import Refused, within

log = structlog.get_logger()

BATCH = 100
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}$")
FAULTS = {"missing", "refused", "changed"}
"""Failures that need an operator: file missing, path outside the directory, original differs from copy."""


class Misplaced(Exception):  # noqa: N818  the name is what happened
    """The archive is where the recordings are, so a copy could be its own original."""


async def move_marked(files: RecordingFiles) -> Counts:
    """Move every marked recording; returns the counts moved, resumed, and failed by cause.

    One failure does not stop the others; raises Incomplete at the end if there was any.
    """
    _keep_apart(files)
    counts: Counter[str] = Counter()
    after: UUID | None = None
    while batch := await to_move(after, BATCH):
        async with files.scratch() as scratch:
            for recording_id, room_id in batch:
                with acting_as(replace(actor(), room_id=room_id)):
                    counts[await _moved(files, scratch, recording_id)] += 1
        after = batch[-1][0]
    if counts["failed"]:
        raise Incomplete(counts)
    return counts


def _keep_apart(files: RecordingFiles) -> None:
    root = files.archive.path_of("")
    inside = root is not None and root.resolve().is_relative_to(files.disk.resolve())
    if inside or files.archive.url_of("") in files.urls:
        raise Misplaced


async def _moved(files: RecordingFiles, scratch: Path, recording_id: UUID) -> str:
    try:
        found = await recording(recording_id)
        outcome = await _move(files, scratch, found) if found is not None else "gone"
    except Refused:
        outcome = "refused"
    except COPY_ERRORS as error:
        log.error("recording_not_archived", recording_id=str(recording_id), error=type(error).__name__)
        return "failed"
    if outcome in FAULTS:
        log.warning("recording_not_archived", recording_id=str(recording_id), cause=outcome)
    return outcome


async def _move(files: RecordingFiles, scratch: Path, found: Recording) -> str:
    original = found.file_path or ""
    within(files.disk, original)
    move = _Move(files, scratch, found, original, key_of(found))
    there = await files.find_live(original) is not None
    if found.status == "archived":
        return await move.finish() if there else await move.forget("healed")
    return await move.copy("moved") if there else await move.adopt()


@dataclass(frozen=True)
class _Move:
    """One recording on its way; `original` is the mix's key, `key` that of its copy."""

    files: RecordingFiles
    scratch: Path
    found: Recording
    original: str
    key: str

    @property
    def _archive(self) -> Store:
        return self.files.archive

    async def copy(self, done: str) -> str:
        """Copy all files, mark the recording, and delete the originals; returns `done` or what hinders it."""
        others = await self._others()
        sums = {each: await self._copied(each, each) for each in others}
        sha256 = await self._copied(self.original, self.key)
        if not await archived(self.found.id, self._archive.url_of(self.key), sha256):
            await self._archive.delete([self.key, *others])  # it is mixed again without somebody, or deleted
            return "gone"
        return await self._remove({**sums, self.original: sha256}, done)

    async def finish(self) -> str:
        """Resume after the mark: read the copies again before deleting the originals."""
        mix = self.found.file_sha256
        if mix is None or await sha256_in(self._archive, self.key) != mix:
            return await self.copy("healed")
        sums = {each: await sha256_in(self._archive, each) for each in await self._others()}
        missing = {each: await self._copied(each, each) for each, sha256 in sums.items() if sha256 is None}
        return await self._remove({**sums, **missing, self.original: mix}, "healed")

    async def adopt(self) -> str:
        """Resume when the row is older than the move, as after a restored backup."""
        sha256 = await sha256_in(self._archive, self.key, self.found.file_size)
        if sha256 is None or not await archived(self.found.id, self._archive.url_of(self.key), sha256):
            return "missing"
        return await self.forget("healed")

    async def forget(self, done: str) -> str:
        """Record that the originals are gone."""
        await original_gone(self.found.id)
        return done

    async def _others(self) -> list[str]:
        """List the speakers' files, the waveform, and parts that could not be mixed."""
        names = await self.files.names(f"{self.found.room_id}/{self.found.id}")
        return [each for each in names if each != self.original]

    async def _copied(self, source: str, key: str) -> str:
        return await copy_verified(self._archive, key, await self.files.local(source, self.scratch))

    async def _remove(self, sums: dict[str, str | None], done: str) -> str:
        for key, sha256 in sums.items():
            if sha256 is None or not await self.files.has(key, sha256):
                return "changed"
            await self.files.delete([key])
        return await self.forget(done)


def key_of(found: Recording) -> str:
    """Return the archive's key of a mix: as it is, or, outside of its recording's folder, of ids alone."""
    path = found.file_path or ""
    if path.startswith(f"{found.room_id}/{found.id}/"):
        return path
    suffix = SUFFIX.search(path.lower())
    return f"{found.room_id}/{found.id}{suffix[0] if suffix else ''}"
