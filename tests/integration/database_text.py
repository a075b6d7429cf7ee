"""Everything a database holds, to look for words that must be nowhere."""

from collections.abc import Awaitable, Callable, Sequence

import asyncpg

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"


async def database_text(fetch: Callable[[str], Awaitable[Sequence[asyncpg.Record]]]) -> str:
    """Every row of every table, in lower case; `fetch` runs a query as somebody who sees all of them."""
    rows = [
        each
        for (table,) in await fetch(TABLES)
        for each in await fetch(f"SELECT t::text FROM {table} t")  # noqa: S608  names of the catalogue
    ]
    return "\n".join(str(row[0]) for row in rows).lower()
