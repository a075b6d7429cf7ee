"""One backup, of the whole server or of what changed since the last; it counts when all of it is kept."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import structlog

from server.backup import recording_files
from server.backup.backup_context import BackupContext
from server.backup.catalogue import BASE, RECORDS, Backup, backups_in, chain_of, from_manifest, record
from server.backup.hashing import sha256_of
from server.backup.postgres_tools import Progress, ToolError, environment, run
from server.backup.server_identity import alone_in
from server.backup.store import TROUBLE
from server.meeting.database_errors import DATABASE_ERRORS
from server.operator_error import OperatorError

log = structlog.get_logger()
LOCK = 0x6261636B  # "back": one backup at a time, whoever takes it
MANIFEST = "backup_manifest"
UNLOCK_S = 5.0
LONGEST_CHAIN = 48
"""Increments that rest on each other; at two days of hours a full one is due."""
COMPRESSION = "client-gzip:1"
LEAST_FREE = 1 << 30
"""Bytes that a backup leaves free on the disk it is made on, which may be the database's."""


class BackupRunningError(OperatorError):
    """Somebody else is changing what is in the store."""

    def __init__(self) -> None:
        super().__init__("another backup is being taken")


async def take_base_backup(
    site: BackupContext, *, full: bool = False, progress: Progress = lambda _: None
) -> Backup:
    """Take a backup and give its record; full where there is nothing to add to.

    Raises OperatorError, also when another is being taken. Whatever breaks off leaves the others as they are.
    """
    async with alone(site) as connection:
        known = await backups_in(site.store)
        here, _ = await alone_in(site.store, connection, known)
        await _sweep(site)
        ours = [b for b in known if (b.system, b.timeline) == (here["system"], here["timeline"])]
        base = None if full else _base(ours)
        rows = await connection.fetch("SELECT key_id FROM sealing_keys ORDER BY 1")
        files = await recording_files.keep(
            site, connection, known[-1].recordings if known else {}, again=full
        )
        copy = await _copied(site, base, progress)
        return await _kept(
            site,
            copy,
            keys=[row["key_id"] for row in rows],
            recordings=files,
            superuser=here["superuser"],
            database=here["database"],
        )


@contextlib.asynccontextmanager
async def alone(site: BackupContext) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """Let nobody else change what is in the store while the block runs; yields a connection."""
    try:
        connection = await asyncpg.connect(site.url.reveal())
    except OSError as error:
        raise OperatorError("the database cannot be reached", "parley doctor") from error
    try:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
            raise BackupRunningError
        try:
            yield connection
        finally:  # now, not when the server notices that we are gone
            with contextlib.suppress(*DATABASE_ERRORS):
                await connection.execute("SELECT pg_advisory_unlock($1)", LOCK, timeout=UNLOCK_S)
    finally:
        connection.terminate()


def _base(known: list[Backup]) -> Backup | None:
    whole = [each for each in known if chain_of(each, known)]
    return whole[-1] if whole and len(chain_of(whole[-1], known)) < LONGEST_CHAIN else None


async def _sweep(site: BackupContext) -> None:
    """Remove what backups left that did not come to their end; one whose record is unreadable did."""
    ids = {Path(each.key).stem for each in await site.store.entries(RECORDS)}
    for left in site.work.glob("taking-*"):
        await asyncio.to_thread(shutil.rmtree, left)
    await site.store.tidy(BASE)
    lost = [each.key for each in await site.store.entries(BASE) if each.key.split("/")[1] not in ids]
    await site.store.delete(lost)


@dataclass(frozen=True)
class _Copy:
    """What pg_basebackup left, and what it is the increment of."""

    base: Backup | None
    began: datetime
    directory: Path


async def _copied(site: BackupContext, base: Backup | None, progress: Progress) -> _Copy:
    """Let pg_basebackup copy, and pg_verifybackup read what it copied."""
    if base is not None:
        with contextlib.suppress(ToolError, FileNotFoundError):  # no summaries any more, or no manifest
            return await _copy(site, base, progress)
        log.warning("backup_not_incremental", base=base.id)
    return await _copy(site, None, progress)


async def _copy(site: BackupContext, base: Backup | None, progress: Progress) -> _Copy:
    began = datetime.now(UTC)
    directory = site.work / f"taking-{began:%Y%m%dT%H%M%S%f}"
    argv = ["-D", str(directory), "--format=tar", f"--compress={COMPRESSION}", "--wal-method=stream",
            "--checkpoint=fast", "--manifest-checksums=SHA256", "--progress", "--no-password"]  # fmt: skip
    manifest = site.work / "base-manifest"
    if base is not None:
        manifest.write_bytes(await site.store.read(base.key_of(MANIFEST)))
        argv.append(f"--incremental={manifest}")

    def going_on(done: float) -> None:
        _see_room(site.work)
        progress(done)

    try:
        _see_room(site.work)
        await run("pg_basebackup", argv, environment(site.url.reveal()), going_on)
        await run("pg_verifybackup", ["--no-parse-wal", "--quiet", str(directory)])
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    finally:
        manifest.unlink(missing_ok=True)
    return _Copy(base, began, directory)


def _see_room(place: Path) -> None:
    """Break off before the disk is full: a database on it would stop."""
    if shutil.disk_usage(place).free < LEAST_FREE:
        raise OperatorError(
            f"less than {LEAST_FREE >> 20} MiB would be left free at {place}", f"df -h {place}"
        )


async def _kept(site: BackupContext, copy: _Copy, **told: Any) -> Backup:
    there = sorted(copy.directory.iterdir())
    backup = Backup(
        id=f"{copy.began:%Y%m%dT%H%M%S}.{copy.began.microsecond // 1000:03}{'I' if copy.base else 'F'}",
        base=copy.base.id if copy.base else None,
        began=copy.began,
        ended=datetime.now(UTC),
        bytes=sum(path.stat().st_size for path in there),
        files={path.name: await asyncio.to_thread(sha256_of, path) for path in there},
        **told,
        **from_manifest(copy.directory / MANIFEST),
    )
    try:
        for path in there:
            await site.store.put(backup.key_of(path.name), path)
        await record(site.store, backup, site.work)
    except TROUBLE:
        with contextlib.suppress(*TROUBLE):  # else the next one removes it
            await site.store.delete([backup.record_key])
            await site.store.delete([backup.key_of(path.name) for path in there])
        raise
    finally:
        shutil.rmtree(copy.directory, ignore_errors=True)
    return backup
