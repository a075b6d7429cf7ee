"""The worker writes how minutes were made, with the minutes. m0043_provenance_valid reads the rows there are."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-27T18:30:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of the provenance of minutes"

FORWARDS = (
    "ALTER TABLE meeting_summaries ADD CONSTRAINT meeting_summaries_provenance_object"
    " CHECK (jsonb_typeof(provenance) = 'object') NOT VALID",
    "GRANT UPDATE (provenance) ON meeting_summaries TO parley_worker",
    "GRANT SELECT (provenance) ON meeting_summaries TO parley_readonly",
)
BACKWARDS = (
    "REVOKE SELECT (provenance) ON meeting_summaries FROM parley_readonly",
    "REVOKE UPDATE (provenance) ON meeting_summaries FROM parley_worker",
    "ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_provenance_object",
)


async def forwards() -> MigrationManager:
    """Add the rule and the rights."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
