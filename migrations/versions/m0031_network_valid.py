"""Hold the gaps there are to the rule of their causes, without a lock anybody waits for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-27T07:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid causes of gaps of lost connections"

FORWARDS = ("ALTER TABLE transcript_gaps VALIDATE CONSTRAINT transcript_gaps_cause_state",)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS, ())
