"""One backup, of the whole server or of what changed since the last; it counts when all of it is kept."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import structlog

from server.backup import recordings
from server.backup.catalogue import BASE, Backup, backups_in, chain_of, from_manifest, record
from server.backup.hashing import sha256_of
from server.backup.site import Site
from server.backup.tools import Progress, ToolError, environment, run
from server.mending import MendableError

log = structlog.get_logger()
LOCK = 0x6261636B  # "back": one backup at a time, whoever takes it
MANIFEST = "backup_manifest"
LONGEST_CHAIN = 48
"""Increments that rest on each other; at two days of hours a full one is due."""
COMPRESSION = "client-gzip:1"


async def take(site: Site, *, full: bool = False, progress: Progress = lambda _: None) -> Backup:
    """Take a backup and give its record; full where there is nothing to add to.

    Raises MendableError, also when another is being taken. Whatever breaks off leaves the others as they are.
    """
    async with alone(site) as connection:
        known = await backups_in(site.store, site.work)
        await _sweep(site, known)
        base = None if full else _base(known)
        rows = await connection.fetch("SELECT key_id FROM sealing_keys ORDER BY 1")
        files = await recordings.keep(site, connection, known[-1].recordings if known else {})
        copy = await _copied(site, base, progress)
        return await _kept(site, copy, [row["key_id"] for row in rows], files)


@contextlib.asynccontextmanager
async def alone(site: Site) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """Let nobody else change what is in the store while the block runs; yields a connection."""
    connection = await asyncpg.connect(site.url.reveal())
    try:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
            raise MendableError("another backup is being taken", None)
        yield connection
    finally:
        connection.terminate()


def _base(known: list[Backup]) -> Backup | None:
    whole = [each for each in known if chain_of(each, known)]
    return whole[-1] if whole and len(chain_of(whole[-1], known)) < LONGEST_CHAIN else None


async def _sweep(site: Site, known: list[Backup]) -> None:
    """Remove what backups left that did not come to their end."""
    ids = {each.id for each in known}
    for left in site.work.glob("taking-*"):
        await asyncio.to_thread(shutil.rmtree, left)
    lost = [each.key for each in await site.store.entries(BASE) if each.key.split("/")[1] not in ids]
    await site.store.delete(lost)


@dataclass(frozen=True)
class _Copy:
    """What pg_basebackup left, and what it is the increment of."""

    base: Backup | None
    began: datetime
    directory: Path


async def _copied(site: Site, base: Backup | None, progress: Progress) -> _Copy:
    """Let pg_basebackup copy, and pg_verifybackup read what it copied."""
    if base is not None:
        with contextlib.suppress(ToolError):  # such as summaries that are not there any more
            return await _copy(site, base, progress)
        log.warning("backup_not_incremental", base=base.id)
    return await _copy(site, None, progress)


async def _copy(site: Site, base: Backup | None, progress: Progress) -> _Copy:
    began = datetime.now(UTC)
    directory = site.work / f"taking-{began:%Y%m%dT%H%M%S%f}"
    argv = ["-D", str(directory), "--format=tar", f"--compress={COMPRESSION}", "--wal-method=stream",
            "--checkpoint=fast", "--manifest-checksums=SHA256", "--progress", "--no-password"]  # fmt: skip
    if base is not None:
        manifest = await site.store.local(base.key_of(MANIFEST), site.work / "fetched")
        argv.append(f"--incremental={manifest}")
    try:
        await run("pg_basebackup", argv, environment(site.url.reveal()), progress)
        await run("pg_verifybackup", ["--no-parse-wal", "--quiet", str(directory)])
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    return _Copy(base, began, directory)


async def _kept(site: Site, copy: _Copy, keys: list[str], files: dict[str, str]) -> Backup:
    there = sorted(copy.directory.iterdir())
    backup = Backup(
        id=f"{copy.began:%Y%m%dT%H%M%S}.{copy.began.microsecond // 1000:03}{'I' if copy.base else 'F'}",
        base=copy.base.id if copy.base else None,
        began=copy.began,
        ended=datetime.now(UTC),
        bytes=sum(path.stat().st_size for path in there),
        files={path.name: await asyncio.to_thread(sha256_of, path) for path in there},
        keys=keys,
        recordings=files,
        **from_manifest(copy.directory / MANIFEST),
    )
    for path in there:
        await site.store.put(backup.key_of(path.name), path)
    copy.directory.rmdir()
    await record(site.store, backup, site.work)
    return backup
