"""Recordings in backups: each file is stored once under its SHA-256; a backup maps paths to hashes."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import structlog

from server.backup.backup_context import BackupContext
from server.files import sha256_of
from server.object_store.protocol import Store
from server.recording_paths import Refused

log = structlog.get_logger()
RECORDINGS, MIX = "recordings", "mix.ogg"
MIXES = """
SELECT id, file_path, file_sha256 AS sha256 FROM recordings
WHERE file_path IS NOT NULL AND status IN ('completed', 'archiving')
"""
"""A hash in the row tells a file that was mixed anew."""
TRACKS = """
UNION ALL SELECT t.id, t.file_path, t.sha256
FROM recording_tracks t JOIN recordings r ON r.id = t.recording_id
WHERE t.sha256 IS NOT NULL AND r.status NOT IN ('archived', 'deleted')
"""
"""The finished files of speakers and parts."""
PEAKS = "peaks.json"
"""Beside a mix; no row has it, and a recording can be played without it."""
HASH = re.compile(r"[0-9a-f]{64}")


def key_of(sha256: str) -> str:
    return f"{RECORDINGS}/{sha256[:2]}/{sha256}"


async def finished_files(connection: Any) -> list[Any]:
    """Return `id`, `file_path` and `sha256` of each; a restored database may be older than its tracks."""
    has_tracks = await connection.fetchval("SELECT to_regclass('public.recording_tracks') IS NOT NULL")
    return list(await connection.fetch(MIXES + TRACKS if has_tracks else MIXES))


async def store_recordings(
    context: BackupContext, connection: Any, before: Mapping[str, str], *, again: bool = False
) -> dict[str, str]:
    """Store the file of each finished recording; returns path to SHA-256.

    A finished recording never changes: one named by the previous backup is not read again, unless `again` is
    set and the store has lost it. A missing file is logged and left out.
    """
    if again:
        there = {each.key for each in await context.store.entries(RECORDINGS)}
        before = {path: sha256 for path, sha256 in before.items() if key_of(sha256) in there}
    rows = await finished_files(connection)
    kept = {row["file_path"]: _stored(row, before) or await _store_recording(context, row) for row in rows}
    for path in [peaks_of(path) for path in kept if PurePosixPath(path).name == MIX]:
        mix = str(PurePosixPath(path).with_name(MIX))
        is_same = before.get(mix) == kept[mix]
        kept[path] = (before.get(path) if is_same else None) or await _store_file(context, path)
    return {path: sha256 for path, sha256 in kept.items() if sha256}


def peaks_of(path: str) -> str:
    """Return the path of the waveform of a mix."""
    return str(PurePosixPath(path).with_name(PEAKS))


def _stored(row: Any, before: Mapping[str, str]) -> str | None:
    """Return the hash under which the previous backup has the file; None if it has not, or has another."""
    known = before.get(row["file_path"])
    return known if row["sha256"] in (None, known) else None


async def _store_recording(context: BackupContext, row: Any) -> str | None:
    sha256 = await _store_file(context, row["file_path"])
    if sha256 is None:
        log.warning("recording_not_backed_up", recording_id=str(row["id"]))
    return sha256


async def _store_file(context: BackupContext, path: str) -> str | None:
    """Store one file, wherever it is; None: it is missing, or its path is none of a recording."""
    with tempfile.TemporaryDirectory(prefix="recording-", dir=context.work) as scratch:
        try:
            source = await context.recordings.local(path, Path(scratch))
        except (Refused, FileNotFoundError):
            return None
        fresh = Path(scratch) / "recording"
        await asyncio.to_thread(shutil.copyfile, source, fresh)
        sha256 = await asyncio.to_thread(sha256_of, fresh)
        await context.store.put(key_of(sha256), fresh)
    return sha256


async def restore_recordings(
    store: Store, wanted: Mapping[str, str], directory: Path, scratch: Path
) -> tuple[int, list[str]]:
    """Restore files to their paths under `directory`; returns the count, and the paths lost or damaged."""
    root, lost = directory.resolve(), []
    for path, sha256 in wanted.items():
        target = (root / path).resolve()
        if not (target.is_relative_to(root) and HASH.fullmatch(sha256)):
            lost.append(path)
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            source = await store.local(key_of(sha256), scratch)
        except FileNotFoundError:
            lost.append(path)
            continue
        await asyncio.to_thread(shutil.copyfile, source, target)
        if await asyncio.to_thread(sha256_of, target) != sha256:
            lost.append(path)  # a damaged file is better than none
    return len(wanted) - len(lost), lost
