"""Hold the action items there are to the rule of m0045, in a transaction of its own, while everybody goes on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-27T18:45:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid reminders"

FORWARDS = ("ALTER TABLE action_items VALIDATE CONSTRAINT action_items_reminded_finite",)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS)
