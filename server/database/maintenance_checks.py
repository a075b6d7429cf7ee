"""Checks of maintenance: dead rows, planner statistics, WAL archiving, standbys."""

from server.database import status_queries
from server.database.status_line import StatusLine, listed
from server.database.terminal_tables import moment, number, size
from server.meeting.owner_connection import Connection

MANY, SHARE = 10_000, 0.2
"""More dead rows than this, and a larger share of the table, than autovacuum should leave."""
BEHIND_BYTES = 1 << 30


async def dead_rows(db: Connection) -> list[StatusLine]:
    """List the tables with too many dead rows."""
    found = await db.fetch(status_queries.DEAD)
    total = sum(row["dead"] for row in found)
    bloated = [
        row["name"]
        for row in found
        if row["dead"] >= MANY and row["dead"] >= SHARE * (row["rows"] + row["dead"])
    ]
    if bloated:
        fix = f"parley db vacuum {' '.join(bloated[:3])}"
        return [StatusLine("dead rows", f"{number(total)}, too many in {listed(bloated)}", False, fix)]
    most = f", most in {found[0]['name']}" if found and found[0]["dead"] else ""
    return [StatusLine("dead rows", f"{number(total)}{most}")]


async def planner(db: Connection) -> list[StatusLine]:
    """Whether every table with rows has planner statistics."""
    unseen = [row["name"] for row in await db.fetch(status_queries.UNSEEN)]
    if unseen:
        return [StatusLine("statistics", f"none of {listed(unseen)}", None, "parley db vacuum")]
    return [StatusLine("statistics", "of every table")]


async def archiver(db: Connection) -> list[StatusLine]:
    """Whether the write-ahead log is archived; point-in-time recovery needs it."""
    row = await db.fetchrow(status_queries.ARCHIVER)
    if row is None or row["mode"] == "off":
        if await db.fetchval(status_queries.RECEIVED):
            return [StatusLine("archiver", "received as it is written")]
        return [StatusLine("archiver", "off: no restore to a moment", None)]
    failing = row["failed"] is not None and (row["last"] is None or row["failed"] > row["last"])
    told = f"{number(row['kept'])} files, last {moment(row['last'])}"
    if failing:
        return [
            StatusLine("archiver", f"failing since {moment(row['failed'])}; {told}", False, "parley doctor")
        ]
    return [StatusLine("archiver", told)]


async def standbys(db: Connection) -> list[StatusLine]:
    """Replication lag of each standby, and the WAL each slot retains."""
    lines = [
        StatusLine(
            f"standby {row['name']}", f"{row['state']}, {size(row['behind'])} behind", _near(row["behind"])
        )
        for row in await db.fetch(status_queries.STANDBYS)
    ]
    lines += [
        StatusLine(
            f"slot {row['name']}",
            f"{'in use' if row['active'] else 'nobody there'}, keeps {size(row['kept'])}",
            row["active"] or _near(row["kept"]),
            f"SELECT pg_drop_replication_slot('{row['name']}')",
        )
        for row in await db.fetch(status_queries.SLOTS)
    ]
    return lines or [StatusLine("replication", "no standby", None)]


def _near(count: int) -> bool:
    return count < BEHIND_BYTES


CHECKS = (dead_rows, planner, archiver, standbys)
