"""Whose name in a meeting the host gave, which joining again does not undo."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-28T05:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "given names"


class Participants(Table, tablename="participants"):
    """The new column."""

    is_renamed = Boolean(default=False)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Participants, Participants.is_renamed)
    return manager
