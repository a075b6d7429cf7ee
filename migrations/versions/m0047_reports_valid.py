"""Hold the reports and minutes there are to the rules of m0047, in a transaction of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0047_reports_rules import RULES

ID = "2026-11-27T21:47:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid reports as data"

FORWARDS = tuple(f"ALTER TABLE {table} VALIDATE CONSTRAINT {table}_{name}" for table, name in RULES)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS)
