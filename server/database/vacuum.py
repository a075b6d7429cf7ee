"""`parley db vacuum`: remove dead rows and refresh the planner's statistics."""

from server.database.table_maintenance import upkeep
from server.database.tables import WHOLE, chosen_tables, quoted
from server.database.terminal_tables import number
from server.progress_board import ProgressBar

PROGRESS = """
SELECT sum(heap_blks_scanned) AS done, sum(heap_blks_total) AS total
FROM pg_stat_progress_vacuum WHERE pid = $1
"""
DEAD = f"SELECT sum(n_dead_tup)::bigint FROM pg_stat_all_tables WHERE relid IN {WHOLE}"  # noqa: S608  a constant


async def vacuum(url: str, wanted: list[str]) -> int:
    """Vacuum and analyze each table; returns 1 if one failed."""
    async with upkeep(url) as work:
        tables = await chosen_tables(work.connection, wanted)

        async def one(table: str, bar: ProgressBar) -> None:
            dead = await work.connection.fetchval(DEAD, quoted(table))
            await work.run(f"VACUUM (ANALYZE) {quoted(table)}", PROGRESS, bar)
            bar.note = f"{number(dead)} dead rows" if dead else ""

        return 1 if await work.each(tables, one) else 0
