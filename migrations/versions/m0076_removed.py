"""When somebody was removed, by which the removal ends at a permanent room's later meetings."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Timestamptz
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-28T13:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "when people were removed"


class Participants(Table, tablename="participants"):
    """The new column."""

    removed_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Participants, Participants.removed_at)
    return manager
