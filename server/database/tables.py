"""The tables an operator names on the command line."""

from difflib import get_close_matches

from server.meeting.owner_connection import Connection
from server.operator_error import OperatorError

TABLES = """
SELECT c.relname AS name FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.relname
"""
WHOLE = "(SELECT relid FROM pg_partition_tree($1::text::regclass) UNION SELECT $1::text::regclass)"
"""A table with its partitions."""


async def chosen_tables(connection: Connection, wanted: list[str]) -> list[str]:
    """Return the wanted tables, or all; raises OperatorError for one that does not exist."""
    known = [row["name"] for row in await connection.fetch(TABLES)]
    if not known:
        raise OperatorError("the database has no tables", "parley migrate")
    for name in wanted:
        if name not in known:
            alike = get_close_matches(name, known, n=1)
            guess = f"; did you mean {alike[0]}?" if alike else ""
            raise OperatorError(f"there is no table {name!r}{guess}", "parley db sizes")
    return list(dict.fromkeys(wanted)) or known


def quoted(name: str) -> str:
    """Quote an identifier for SQL."""
    return 'public."' + name.replace('"', '""') + '"'
