"""Hold the segments there are to the rule of their states, without a lock anybody waits for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-27T15:50:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid states of segments"

FORWARDS = ("ALTER TABLE transcript_segments VALIDATE CONSTRAINT transcript_segments_state_state",)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS, ())
