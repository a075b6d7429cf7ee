"""Whether the server's settings allow backups, and whether recent ones exist."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

from server.backup.backup_context import BackupContext
from server.backup.catalogue import Backup, catalogue_of, chain_of, format_time
from server.backup.server_identity import IDENTITY_COLUMNS
from server.backup.timelines import Timeline, conflicting_server, timelines_in
from server.backup.wal_receiver import SLOT
from server.meeting.database_errors import DATABASE_ERRORS
from server.object_store.protocol import STORE_ERRORS

OLDEST_BACKUP = timedelta(hours=26)
OLDEST_LOG = timedelta(minutes=15)
INCREMENTS_SINCE = 170000
"""server_version_num of the first PostgreSQL with incremental backups."""
SERVER_SETTINGS = f"""
SELECT {IDENTITY_COLUMNS}, current_setting('server_version_num')::int AS version,
       current_setting('wal_level') AS wal_level,
       coalesce(current_setting('summarize_wal', true), 'on') AS summarize_wal,
       current_setting('wal_segment_size') AS segment, current_setting('max_slot_wal_keep_size') AS keep,
       (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user) AS may,
       (SELECT active FROM pg_replication_slots WHERE slot_name = $1) AS received,
       (SELECT wal_status = 'lost' FROM pg_replication_slots WHERE slot_name = $1) AS lost
"""  # noqa: S608  a constant


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One result; `is_well` is None for what is not due yet."""

    is_well: bool | None
    what: str
    fix: str = ""


async def health_checks(context: BackupContext, now: datetime | None = None) -> list[HealthCheck]:
    """Check the server's settings, its WAL receiver and the store."""
    now = now or datetime.now(UTC)
    try:
        row = await _query_server(context)
    except DATABASE_ERRORS as error:
        ill = HealthCheck(
            False,
            f"the database refuses the backup's connection ({type(error).__name__})",
            "see docs/backup.md",
        )
        return [ill, *[each async for each in _store_checks(context, now, None)]]
    replicates = not row["may"] or await _replicates(context)
    return [
        *_server_checks(row, replicates=replicates),
        *[each async for each in _store_checks(context, now, row)],
    ]


async def _query_server(context: BackupContext) -> asyncpg.Record:
    connection = await asyncpg.connect(context.url.reveal(), timeout=5)
    try:
        row = await connection.fetchrow(SERVER_SETTINGS, SLOT)
        assert row is not None  # noqa: S101  it has no FROM
        return row
    finally:
        await connection.close()


async def _replicates(context: BackupContext) -> bool:
    """Whether pg_hba.conf permits a replication connection, for which it has rules of its own."""
    try:
        url, told = context.url.reveal(), {"replication": "true"}
        (await asyncpg.connect(url, timeout=5, server_settings=told)).terminate()
    except DATABASE_ERRORS:
        return False
    return True


def _server_checks(row: asyncpg.Record, *, replicates: bool) -> Iterator[HealthCheck]:
    if row["version"] < INCREMENTS_SINCE:
        yield HealthCheck(False, "PostgreSQL is older than 17: every backup is full", "see docs/backup.md")
    if row["segment"] != "16MB":
        yield HealthCheck(False, f"WAL segments are {row['segment']} instead of 16MB", "see docs/backup.md")
    if row["keep"] == "-1":
        what = "WAL that nobody receives would fill the server's disk"
        yield HealthCheck(False, what, "postgresql.conf: max_slot_wal_keep_size = 16GB")
    if not replicates:
        what = "the server refuses replication connections of the role"
        yield HealthCheck(False, what, "pg_hba.conf: host replication parley_backup ADDRESS scram-sha-256")
    if not row["may"]:
        yield HealthCheck(
            False, "the role lacks the REPLICATION attribute", "psql: ALTER ROLE parley_backup REPLICATION"
        )
    if row["wal_level"] == "minimal":
        yield HealthCheck(False, "wal_level is minimal", "postgresql.conf: wal_level = replica")
    if row["summarize_wal"] == "off":
        yield HealthCheck(
            False, "summarize_wal is off: every backup is full", "postgresql.conf: summarize_wal = on"
        )
    if row["lost"]:
        yield HealthCheck(
            False,
            "the log was not received for too long: some times cannot be restored",
            "parley backup now --full",
        )
    elif not row["received"]:
        yield HealthCheck(False, "nobody receives the write-ahead log", "python -m server.backup")


async def _store_checks(
    context: BackupContext, now: datetime, here: asyncpg.Record | None
) -> AsyncIterator[HealthCheck]:
    try:
        known, unreadable = await catalogue_of(context.store)
        lines = await timelines_in(context.store, known)
    except STORE_ERRORS as error:
        yield HealthCheck(False, f"the store does not answer ({type(error).__name__})", "PARLEY_BACKUPS")
        return
    if unreadable:
        yield HealthCheck(False, f"{len(unreadable)} backup records cannot be read", "parley backup verify")
    if here and (strange := conflicting_server(lines, here["system"], here["timeline"], now)):
        yield HealthCheck(False, strange.cause, strange.fix or "")
    for sign in _recency_checks(known, lines, now):
        yield sign


def _recency_checks(known: list[Backup], lines: list[Timeline], now: datetime) -> Iterator[HealthCheck]:
    until = lines[-1].until if lines else None
    whole = [each for each in known if chain_of(each, known)]
    if not whole:
        yield HealthCheck(None, "no backup yet: one is taken within the hour", "parley backup now")
    elif whole[-1].ended < now - OLDEST_BACKUP:
        yield HealthCheck(
            False, f"the last backup ended at {format_time(whole[-1].ended)}", "parley backup now"
        )
    else:
        yield HealthCheck(True, f"the last backup ended at {format_time(whole[-1].ended)}")
    if until is not None and until < now - OLDEST_LOG:
        yield HealthCheck(
            False, f"the stored log ends at {format_time(until)}", "read the log of the process `wal`"
        )
