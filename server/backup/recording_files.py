"""Files of recordings: each is kept once, under the hash of what it holds; a backup says which were where."""

import asyncio
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from server.backup.backup_context import BackupContext
from server.backup.hashing import sha256_of
from server.backup.store import Store

log = structlog.get_logger()
KEPT = "recordings"
FINISHED = """
SELECT id, file_path FROM recordings WHERE file_path IS NOT NULL AND status IN ('completed', 'archiving')
"""
HASH = re.compile(r"[0-9a-f]{64}")


def key_of(sha256: str) -> str:
    """Where a file is in the store."""
    return f"{KEPT}/{sha256[:2]}/{sha256}"


async def keep(
    site: BackupContext, connection: Any, before: Mapping[str, str], *, again: bool = False
) -> dict[str, str]:
    """Keep the file of each finished recording; its path to its SHA-256.

    A finished recording does not change: one the backup before names is not read again, but where it is asked
    to be `again` and is gone from the store. One whose file is not there is left out and logged.
    """
    if again:
        there = {each.key for each in await site.store.entries(KEPT)}
        before = {path: sha256 for path, sha256 in before.items() if key_of(sha256) in there}
    rows = await connection.fetch(FINISHED)
    kept = {row["file_path"]: before.get(row["file_path"]) or await _kept(site, row) for row in rows}
    return {path: sha256 for path, sha256 in kept.items() if sha256}


async def _kept(site: BackupContext, row: Any) -> str | None:
    root = site.recordings.resolve()
    path = (root / row["file_path"]).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        log.warning("recording_not_backed_up", recording_id=str(row["id"]))
        return None
    fresh = site.work / f"recording-{row['id']}"
    await asyncio.to_thread(shutil.copyfile, path, fresh)
    sha256 = await asyncio.to_thread(sha256_of, fresh)
    await site.store.put(key_of(sha256), fresh)
    return sha256


async def put_back(
    store: Store, wanted: Mapping[str, str], directory: Path, scratch: Path
) -> tuple[int, list[str]]:
    """Lay every file where its row says, under `directory`: how many, and which are lost or damaged."""
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
            lost.append(path)  # what there is of it is better than nothing
    return len(wanted) - len(lost), lost
