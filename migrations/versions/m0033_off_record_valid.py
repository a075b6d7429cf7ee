"""Hold the gaps there are to the rules of their causes and of who began them, without a lock anybody waits for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0033_off_record_rules import BEGUN_BY

ID = "2026-11-27T15:10:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid causes of gaps off the record"

FORWARDS = (
    "ALTER TABLE transcript_gaps VALIDATE CONSTRAINT transcript_gaps_cause_state",
    f"ALTER TABLE transcript_gaps VALIDATE CONSTRAINT {BEGUN_BY}",
)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS, ())
