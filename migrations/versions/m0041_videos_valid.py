"""Hold the recordings there are to the rule of their faults, without a lock anybody waits for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-27T18:10:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid faults of recordings"

FORWARDS = ("ALTER TABLE recordings VALIDATE CONSTRAINT recordings_fault_state",)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS, ())
