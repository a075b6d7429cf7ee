"""The rows there were keep the rules of m0014 too: read in a transaction of its own, while everybody goes on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-26T12:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "drafted minutes and time zones hold for all rows"

FORWARDS = (
    "ALTER TABLE meeting_summaries VALIDATE CONSTRAINT meeting_summaries_state_state",
    "ALTER TABLE rooms VALIDATE CONSTRAINT rooms_time_zone_spelling",
)


async def forwards() -> MigrationManager:
    """Read the rows; there is no way back from knowing."""
    return migration(ID, DESCRIPTION, FORWARDS)
