"""The tables that hurt most, on their own: users and rooms each hour, action items each day.

A snapshot is what COPY gives, as CSV with a head, compressed; its name holds its rows and what they hash to.
"""

import asyncio
import contextlib
import gzip
import shutil
from datetime import UTC, datetime, timedelta

import asyncpg

from server.backup.backup_context import BackupContext
from server.files import sha256_of

HOURLY = ("users", "rooms")
DAILY = ("action_items",)
SNAPSHOTS = "snapshots"
KEPT = timedelta(days=30)


async def snapshot(context: BackupContext, tables: tuple[str, ...]) -> dict[str, int]:
    """Keep the tables as they are at one moment; rows by table."""
    connection = await asyncpg.connect(context.url.reveal())
    now, counts = datetime.now(UTC), {}
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            for table in tables:
                counts[table] = await _keep(context, connection, table, now)
    finally:
        await connection.close()
    return counts


async def _keep(
    context: BackupContext, connection: "asyncpg.Connection[asyncpg.Record]", table: str, now: datetime
) -> int:
    plain, packed = (context.work / f"snapshot-{table}{suffix}" for suffix in ("", ".gz"))
    try:
        done = await connection.copy_from_table(table, output=plain, format="csv", header=True)
        digest = await asyncio.to_thread(sha256_of, plain)
        with plain.open("rb") as source, gzip.open(packed, "wb") as target:
            await asyncio.to_thread(shutil.copyfileobj, source, target)
        rows = int(done.rpartition(" ")[2])
        await context.store.put(
            f"{SNAPSHOTS}/{table}/{now:%Y%m%dT%H%M%SZ}-{rows}-{digest[:16]}.csv.gz", packed
        )
    finally:
        for left in (plain, packed):
            with contextlib.suppress(FileNotFoundError):
                left.unlink()
    return rows


async def delete_expired_snapshots(context: BackupContext, now: datetime) -> int:
    """Delete the snapshots older than 30 days, but the last of each table; how many."""
    found = await context.store.entries(SNAPSHOTS)
    last = {each.key.split("/")[1]: each.key for each in found}
    old = [each.key for each in found if each.put_at < now - KEPT and each.key not in last.values()]
    await context.store.delete(old)
    return len(old)
