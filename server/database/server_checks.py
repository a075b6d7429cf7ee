"""Checks of the server: version, size, connections, open transactions, cache."""

from datetime import UTC, datetime, timedelta

import asyncpg

from server.database import status_queries
from server.database.status_line import StatusLine
from server.database.terminal_tables import size
from server.durations import in_two_units
from server.meeting.owner_connection import Connection

LONG = timedelta(minutes=10)
"""A transaction open for longer keeps vacuum from removing dead rows."""
GOOD_SHARE = 0.95
NEARLY_ALL = 0.9


async def version(db: Connection) -> list[StatusLine]:
    """PostgreSQL's version and the database's size."""
    row = await db.fetchrow(status_queries.SERVER)
    assert row is not None  # noqa: S101  it has no FROM
    up = in_two_units((datetime.now(UTC) - row["since"]).total_seconds())
    return [
        StatusLine("PostgreSQL", f"{row['version'].split()[0]}, up {up}"),
        StatusLine("database", f"{row['name']}, {size(row['size'])}"),
    ]


async def connections(db: Connection) -> list[StatusLine]:
    """Connections in use and the limit."""
    people = await db.fetch(status_queries.CONNECTIONS)
    total, most = sum(each["number"] for each in people), people[0]["most"]
    who = ", ".join(f"{each['who'].removeprefix('parley_')} {each['number']}" for each in people)
    return [
        StatusLine(
            "connections", f"{total} of {most} ({who})", total < NEARLY_ALL * most, "raise max_connections"
        )
    ]


async def transactions(db: Connection) -> list[StatusLine]:
    """The oldest open transaction."""
    row: asyncpg.Record | None = await db.fetchrow(status_queries.LONGEST)
    if row is None:
        return [StatusLine("transactions", "none open")]
    who = f"{row['who'].removeprefix('parley_')} {row['program']}".strip()
    lasts = in_two_units(row["open"].total_seconds())
    told = f"longest open {lasts}: {who}, {row['state']}, process {row['pid']}"
    return [
        StatusLine("transactions", told, row["open"] < LONG, f"SELECT pg_terminate_backend({row['pid']})")
    ]


async def cache(db: Connection) -> list[StatusLine]:
    """Hit rate of the buffer cache."""
    share = await db.fetchval(status_queries.CACHE)
    if share is None:
        return [StatusLine("memory", "nothing read yet", None)]
    return [
        StatusLine("memory", f"{share:.1%} of the blocks asked for were there", share >= GOOD_SHARE or None)
    ]


CHECKS = (version, connections, transactions, cache)
