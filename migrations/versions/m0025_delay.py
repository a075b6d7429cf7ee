"""How late each final was: the meeting's page says what readers of its captions had."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import add_column, migration
from migrations.tables import TranscriptSegments

ID = "2026-11-26T23:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "delay of finals"


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, TranscriptSegments, TranscriptSegments.delay_ms)
    return manager
