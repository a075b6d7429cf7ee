"""Read what refers to breakouts once, without a lock anybody waits for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0062_breakouts_rules import KEYS

ID = "2026-11-28T05:04:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid breakout rooms"

FORWARDS = tuple(f"ALTER TABLE {table} VALIDATE CONSTRAINT {table}_{column}_fkey" for table, column in KEYS)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS, ())
