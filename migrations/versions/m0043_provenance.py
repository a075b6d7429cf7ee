"""How each set of minutes was made: method, coverage, model, prompts and what they cost."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-27T18:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "provenance of minutes"


class MeetingSummaries(Table, tablename="meeting_summaries"):
    """The new column."""

    provenance = JSONB(default="{}")


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, MeetingSummaries, MeetingSummaries.provenance)
    return manager
