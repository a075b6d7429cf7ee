"""The operator's connection: as who owns the tables, or the answer why there is none."""

import contextlib
from collections.abc import AsyncIterator
from difflib import get_close_matches
from typing import TypeAlias
from urllib.parse import urlsplit

import asyncpg

from server.mending import MendableError

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
CONNECT_S = 5.0
APPLICATION = "parley-db"
TABLES = """
SELECT c.relname AS name FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.relname
"""
WHOLE = "(SELECT relid FROM pg_partition_tree($1::text::regclass) UNION SELECT $1::text::regclass)"
"""A table with its partitions."""


def place_of(url: str) -> str:
    """Name a database for people, without the password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    """Connect for as long as the block runs; raises MendableError where nobody answers or lets us in."""
    try:
        connection = await asyncpg.connect(
            url, timeout=CONNECT_S, server_settings={"application_name": APPLICATION}
        )
    except (OSError, TimeoutError) as error:
        raise MendableError(f"PostgreSQL at {place_of(url)} does not answer", "parley up") from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise MendableError(
            f"PostgreSQL at {place_of(url)} refuses: {type(error).__name__}", "check DATABASE_URL"
        ) from error
    try:
        yield connection
    finally:
        await connection.close()


async def chosen_tables(connection: Connection, wanted: list[str]) -> list[str]:
    """Give the wanted tables, or all of them; raises MendableError for one that is not there."""
    known = [row["name"] for row in await connection.fetch(TABLES)]
    if not known:
        raise MendableError("the database has no tables", "parley migrate")
    for name in wanted:
        if name not in known:
            alike = get_close_matches(name, known, n=1)
            guess = f"; did you mean {alike[0]}?" if alike else ""
            raise MendableError(f"there is no table {name!r}{guess}", "parley db sizes")
    return list(dict.fromkeys(wanted)) or known


def quoted(name: str) -> str:
    """Write a table's name as SQL takes it."""
    return 'public."' + name.replace('"', '""') + '"'
