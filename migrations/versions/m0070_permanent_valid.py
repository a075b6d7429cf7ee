"""Read what kinds of rooms and rules there are once, without a lock anybody waits for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0070_permanent_rules import CHANGED_CHECKS

ID = "2026-11-28T10:31:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid kinds of rooms"

FORWARDS = tuple(f"ALTER TABLE {table} VALIDATE CONSTRAINT {table}_{name}" for table, name in CHANGED_CHECKS)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS, ())
