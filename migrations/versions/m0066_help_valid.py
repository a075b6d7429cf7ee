"""Read who asked for help once, without a lock anybody waits for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0066_help_rules import KEY

ID = "2026-11-28T09:01:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid askers for help"

FORWARDS = (f"ALTER TABLE breakouts VALIDATE CONSTRAINT breakouts_{KEY}_fkey",)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS, ())
