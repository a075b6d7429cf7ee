"""Who in a breakout asked the host to come."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-28T09:01:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "who asks for help"


class Breakouts(Table, tablename="breakouts"):
    """The new column."""

    help_asked_by = UUID(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Breakouts, Breakouts.help_asked_by)
    return manager
