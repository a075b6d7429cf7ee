"""`parley db reindex`: rebuild indexes concurrently, while queries use the old ones.

An interrupted rebuild leaves an invalid index, which slows every write and serves no read; such
indexes are found by their name and dropped, before and after.
"""

import contextlib

import asyncpg

from server.database.table_maintenance import TableMaintenance, upkeep
from server.database.tables import WHOLE, chosen_tables, quoted
from server.database.terminal_tables import size
from server.meeting.advisory_locks import AdvisoryLock, try_lock
from server.meeting.owner_connection import Connection
from server.operator_error import OperatorError
from server.progress_board import ProgressBar

PROGRESS = """
SELECT sum(blocks_done) AS done, sum(blocks_total) AS total
FROM pg_stat_progress_create_index WHERE pid = $1
"""
SIZE = f"SELECT sum(pg_indexes_size(relid))::bigint FROM {WHOLE} AS whole"  # noqa: S608  a constant
INVALID = r"""
SELECT format('%I.%I', n.nspname, c.relname) AS name, coalesce(toasted.oid, i.indrelid)::regclass::text AS of,
       c.relname ~ '_cc(new|old)[0-9]*$' AS leftover
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class toasted ON toasted.reltoastrelid = i.indrelid
WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname IN ('public', 'pg_toast')
  AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
ORDER BY n.nspname, c.relname
"""


async def reindex(url: str, wanted: list[str]) -> int:
    """Rebuild every index of the tables; returns 1 if one failed or an invalid index is left."""
    async with upkeep(url) as work:
        tables = await chosen_tables(work.connection, wanted)
        if not await try_lock(work.connection, AdvisoryLock.REINDEX):
            raise OperatorError("the indexes of this database are being rebuilt already", "parley db status")
        await drop_leftovers(work)

        async def one(table: str, bar: ProgressBar) -> None:
            before = await work.connection.fetchval(SIZE, quoted(table))
            try:
                await work.run(f"REINDEX TABLE CONCURRENTLY {quoted(table)}", PROGRESS, bar)
            finally:
                await drop_leftovers(work)
            bar.note = f"{size(before)} → {size(await work.connection.fetchval(SIZE, quoted(table)))}"

        failed = await work.each(tables, one)
        return 1 if await _report_invalid(work) or failed else 0


async def drop_leftovers(work: TableMaintenance) -> None:
    """Drop and report the indexes of an interrupted rebuild; those of TOAST tables need a superuser."""
    for row in await work.connection.fetch(INVALID):
        if row["leftover"]:
            with contextlib.suppress(asyncpg.InsufficientPrivilegeError):
                await work.connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {row['name']}")
                work.board.console.print(f"  ✓ dropped {row['name']}, left half made of {row['of']}")


async def invalid_indexes(connection: Connection) -> list[str]:
    """Name the invalid indexes."""
    return [row["name"] for row in await connection.fetch(INVALID)]


async def _report_invalid(work: TableMaintenance) -> int:
    left = await invalid_indexes(work.connection)
    for name in left:
        work.board.console.print(
            f"  ✗ {name} is left half made; as a superuser: DROP INDEX CONCURRENTLY {name};", style="red"
        )
    return len(left)
