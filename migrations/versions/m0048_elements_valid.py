"""Hold the minutes there are to the rule of m0048, in a transaction of its own, while everybody goes on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-27T21:48:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid open questions and what was turned down"

FORWARDS = ("ALTER TABLE meeting_summaries VALIDATE CONSTRAINT meeting_summaries_elements_arrays",)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS)
