"""Take one base backup, full or incremental; it is valid once all its files and its record are stored."""

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
from server.backup.catalogue import BASE, RECORDS, Backup, backups_in, chain_of, read_manifest, store_record
from server.backup.postgres_tools import Progress, ToolError, environment, run
from server.backup.server_identity import identify_sole_server
from server.files import sha256_of
from server.meeting.advisory_locks import AdvisoryLock, locked
from server.object_store.protocol import STORE_ERRORS
from server.operator_error import OperatorError

log = structlog.get_logger()
MANIFEST = "backup_manifest"
LONGEST_CHAIN = 48
"""Increments in a chain before a full backup is due: two days of hourly ones."""
COMPRESSION = "client-gzip:1"
MIN_FREE_BYTES = 1 << 30
"""Bytes that must stay free on the working disk, which may be the database's too."""


class BackupRunningError(OperatorError):
    """Another process holds the lock on the store."""

    def __init__(self) -> None:
        super().__init__("another backup is being taken")


async def take_base_backup(
    context: BackupContext, *, full: bool = False, progress: Progress = lambda _: None
) -> Backup:
    """Take a backup and return its record; full when there is no chain to extend.

    Raises OperatorError, also while another backup runs. An interrupted backup leaves the others unchanged.
    """
    async with exclusive_store(context) as connection:
        known = await backups_in(context.store)
        here, _ = await identify_sole_server(context.store, connection, known)
        await _delete_interrupted(context)
        ours = [b for b in known if (b.system, b.timeline) == (here["system"], here["timeline"])]
        base = None if full else _chain_to_extend(ours)
        rows = await connection.fetch("SELECT key_id FROM sealing_keys ORDER BY 1")
        files = await recording_files.store_recordings(
            context, connection, known[-1].recordings if known else {}, again=full
        )
        copy = await _copy_server(context, base, progress)
        return await _store_backup(
            context,
            copy,
            keys=[row["key_id"] for row in rows],
            recordings=files,
            superuser=here["superuser"],
            database=here["database"],
        )


@contextlib.asynccontextmanager
async def exclusive_store(context: BackupContext) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """Hold the store's advisory lock; yields the connection that holds it. Raises BackupRunningError."""
    try:
        connection = await asyncpg.connect(context.url.reveal())
    except OSError as error:
        raise OperatorError("the database cannot be reached", "parley doctor") from error
    try:
        async with locked(connection, AdvisoryLock.BASE_BACKUP, BackupRunningError()):
            yield connection
    finally:
        connection.terminate()


def _chain_to_extend(known: list[Backup]) -> Backup | None:
    whole = [each for each in known if chain_of(each, known)]
    return whole[-1] if whole and len(chain_of(whole[-1], known)) < LONGEST_CHAIN else None


async def _delete_interrupted(context: BackupContext) -> None:
    """Delete files of interrupted backups; one with an unreadable record was completed and stays."""
    ids = {Path(each.key).stem for each in await context.store.entries(RECORDS)}
    for left in context.work.glob("taking-*"):
        await asyncio.to_thread(shutil.rmtree, left)
    await context.store.tidy(BASE)
    lost = [each.key for each in await context.store.entries(BASE) if each.key.split("/")[1] not in ids]
    await context.store.delete(lost)


@dataclass(frozen=True)
class _Copy:
    """The output of pg_basebackup; `base` is the backup it increments."""

    base: Backup | None
    began: datetime
    directory: Path


async def _copy_server(context: BackupContext, base: Backup | None, progress: Progress) -> _Copy:
    """Run pg_basebackup and pg_verifybackup; full when an increment is not possible."""
    if base is not None:
        with contextlib.suppress(
            ToolError, FileNotFoundError
        ):  # WAL summaries or the base's manifest are missing
            return await _run_basebackup(context, base, progress)
        log.warning("backup_not_incremental", base=base.id)
    return await _run_basebackup(context, None, progress)


async def _run_basebackup(context: BackupContext, base: Backup | None, progress: Progress) -> _Copy:
    began = datetime.now(UTC)
    directory = context.work / f"taking-{began:%Y%m%dT%H%M%S%f}"
    argv = ["-D", str(directory), "--format=tar", f"--compress={COMPRESSION}", "--wal-method=stream",
            "--checkpoint=fast", "--manifest-checksums=SHA256", "--progress", "--no-password"]  # fmt: skip
    manifest = context.work / "base-manifest"
    if base is not None:
        manifest.write_bytes(await context.store.read(base.key_of(MANIFEST)))
        argv.append(f"--incremental={manifest}")

    def going_on(done: float) -> None:
        _require_free_space(context.work)
        progress(done)

    try:
        _require_free_space(context.work)
        await run("pg_basebackup", argv, environment(context.url.reveal()), going_on)
        await run("pg_verifybackup", ["--no-parse-wal", "--quiet", str(directory)])
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    finally:
        manifest.unlink(missing_ok=True)
    return _Copy(base, began, directory)


def _require_free_space(place: Path) -> None:
    """Abort before the disk is full, because a database on it would stop."""
    if shutil.disk_usage(place).free < MIN_FREE_BYTES:
        raise OperatorError(
            f"less than {MIN_FREE_BYTES >> 20} MiB would be left free at {place}", f"df -h {place}"
        )


async def _store_backup(context: BackupContext, copy: _Copy, **told: Any) -> Backup:
    there = sorted(copy.directory.iterdir())
    backup = Backup(
        id=f"{copy.began:%Y%m%dT%H%M%S}.{copy.began.microsecond // 1000:03}{'I' if copy.base else 'F'}",
        base=copy.base.id if copy.base else None,
        began=copy.began,
        ended=datetime.now(UTC),
        bytes=sum(path.stat().st_size for path in there),
        files={path.name: await asyncio.to_thread(sha256_of, path) for path in there},
        **told,
        **read_manifest(copy.directory / MANIFEST),
    )
    try:
        for path in there:
            await context.store.put(backup.key_of(path.name), path)
        await store_record(context.store, backup, context.work)
    except STORE_ERRORS:
        with contextlib.suppress(*STORE_ERRORS):  # else the next backup deletes them
            await context.store.delete([backup.record_key])
            await context.store.delete([backup.key_of(path.name) for path in there])
        raise
    finally:
        shutil.rmtree(copy.directory, ignore_errors=True)
    return backup
