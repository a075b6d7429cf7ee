"""`parley db sizes`: the size of each table with its indexes and TOAST."""

from server.database.terminal_tables import console, grid, number, size
from server.meeting.owner_connection import Connection
from server.operator_error import OperatorError

SIZES = """
WITH sizes AS (
    SELECT CASE WHEN c.relispartition THEN (SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid)
                ELSE c.oid END AS whole,
           pg_total_relation_size(c.oid) AS total, pg_indexes_size(c.oid) AS indexes,
           coalesce(s.n_live_tup, 0) AS rows, coalesce(s.n_dead_tup, 0) AS dead, c.relispartition AS part
    FROM pg_class c LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
)
SELECT c.relname AS name, sum(total)::bigint AS total, sum(indexes)::bigint AS indexes,
       sum(rows)::bigint AS rows, sum(dead)::bigint AS dead, count(*) FILTER (WHERE part) AS parts
FROM sizes JOIN pg_class c ON c.oid = whole GROUP BY c.relname ORDER BY 2 DESC, 1
"""


async def print_sizes(connection: Connection) -> int:
    """Print the tables by size, partitions summed into their table."""
    found = await connection.fetch(SIZES)
    if not found:
        raise OperatorError("the database has no tables", "parley migrate")
    table = grid("table", "size", "data", "indexes", "rows", "dead", right=1)
    for row in found:
        name = f"{row['name']} ({row['parts']} parts)" if row["parts"] else row["name"]
        rest = row["total"] - row["indexes"]
        table.add_row(
            name,
            size(row["total"]),
            size(rest),
            size(row["indexes"]),
            number(row["rows"]),
            number(row["dead"]),
        )
    totals = {key: sum(row[key] for row in found) for key in ("total", "indexes", "rows", "dead")}
    table.add_section()
    table.add_row(
        "all", size(totals["total"]), size(totals["total"] - totals["indexes"]), size(totals["indexes"]),
        number(totals["rows"]), number(totals["dead"]), style="bold",
    )  # fmt: skip
    console().print(table)
    return 0
