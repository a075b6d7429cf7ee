"""The places there were keep the rule of states too; read in a transaction of its own, while everybody goes on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-24T01:15:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "states that hold for all rows"
FORWARDS = ("ALTER TABLE participants VALIDATE CONSTRAINT participants_status_state",)


async def forwards() -> MigrationManager:
    """Read the rows; there is no way back from knowing."""
    return migration(ID, DESCRIPTION, FORWARDS)
