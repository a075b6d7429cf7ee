"""Who went off the record."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-27T15:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who went off the record"


class TranscriptGaps(Table, tablename="transcript_gaps"):
    begun_by = UUID(null=True, default=None, index=True)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, TranscriptGaps, TranscriptGaps.begun_by)
    return manager
