"""Checks of the schema: migrations, roles, ownership, row-level security, indexes, audit partitions."""

import re
from datetime import UTC, datetime
from pathlib import Path

import migrations
from server.database import status_queries
from server.database.reindex import invalid_indexes
from server.database.status_line import StatusLine, listed
from server.database.terminal_tables import number
from server.meeting.owner_connection import Connection
from server.meeting.schema import ROLES

MIGRATION_ID = re.compile(r'^ID = "(.+)"$', re.MULTILINE)
MIGRATE = "parley migrate"


def known_migrations() -> dict[str, str]:
    """Return the name of each migration by its id."""
    versions = Path(str(migrations.__file__)).parent / "versions"
    texts = {path.stem: path.read_text() for path in sorted(versions.glob("m*.py"))}
    return {found[1]: name for name, text in texts.items() if (found := MIGRATION_ID.search(text))}


async def applied(db: Connection) -> list[StatusLine]:
    """Migrations that are pending, or come from a newer Parley."""
    done = {row["name"] for row in await db.fetch(status_queries.APPLIED)}
    known = known_migrations()
    pending = [name for each, name in known.items() if each not in done]
    if pending:
        return [StatusLine("migrations", f"{len(done)} applied, pending: {listed(pending)}", False, MIGRATE)]
    later = len(done - known.keys())
    if later:
        return [StatusLine("migrations", f"{later} of a later Parley", False, "install the later Parley")]
    return [StatusLine("migrations", f"{len(done)} applied, none pending")]


async def roles(db: Connection) -> list[StatusLine]:
    """Whether every role exists and none bypasses row-level security."""
    found = {row["name"]: row["super"] for row in await db.fetch(status_queries.ROLES, list(ROLES))}
    missing = [role for role in ROLES if role not in found]
    above = [role for role, is_super in found.items() if is_super]
    if missing or above:
        how = f"missing: {listed(missing)}" if missing else f"superusers: {listed(above)}"
        return [StatusLine("roles", how, False, MIGRATE if missing else f"ALTER ROLE {above[0]} NOSUPERUSER")]
    return [StatusLine("roles", f"all {len(ROLES)} there, none a superuser")]


async def rows_are_guarded(db: Connection) -> list[StatusLine]:
    """Whether row-level security is forced on every table."""
    bare = [row["name"] for row in await db.fetch(status_queries.OPEN_TABLES)]
    others = [row["name"] for row in await db.fetch(status_queries.STRANGERS)]
    security = StatusLine("row security", "forced on every table")
    if bare:
        security = StatusLine("row security", f"not forced on {listed(bare)}", False, MIGRATE)
    owner = StatusLine("owner", "parley_owner has every table")
    if others:
        owner = StatusLine("owner", f"not parley_owner's: {listed(others)}", False, MIGRATE)
    return [security, owner]


async def indexes(db: Connection) -> list[StatusLine]:
    """Whether any index is invalid."""
    invalid = await invalid_indexes(db)
    if invalid:
        return [StatusLine("indexes", f"not valid: {listed(invalid)}", False, "parley db reindex")]
    return [StatusLine("indexes", "all valid")]


async def vectors(db: Connection) -> list[StatusLine]:
    """Whether passages of transcripts can be found by their meaning; without pgvector only by their words."""
    if await db.fetchval(status_queries.HAS_VECTORS):
        return [StatusLine("vectors", "pgvector is there")]
    fix = f"as a superuser CREATE EXTENSION vector, then {MIGRATE}"
    return [StatusLine("vectors", "no pgvector: questions find passages by words alone", None, fix)]


async def audit_months(db: Connection) -> list[StatusLine]:
    """Whether audit partitions exist for the coming months, and no event lies outside of them."""
    row = await db.fetchrow(status_queries.PARTITIONS)
    if row is None or not row["months"]:
        return [StatusLine("audit months", "none", False, MIGRATE)]
    month = datetime.now(UTC).strftime("%Y_%m")
    told = f"{row['months']}, to {row['last'].replace('_', '-')}"
    if row["strays"]:
        return [StatusLine("audit months", f"{told}; {number(row['strays'])} events in none", None)]
    return [StatusLine("audit months", told, row["last"] > month, "SELECT audit_prepare(24)")]


CHECKS = (applied, roles, rows_are_guarded, indexes, vectors, audit_months)
