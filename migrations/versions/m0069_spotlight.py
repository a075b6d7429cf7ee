"""Whom a host shows large to everybody, so that it is so again when they come back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Timestamptz
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-28T09:03:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "the spotlight"


class Participants(Table, tablename="participants"):
    """The new column."""

    spotlit_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Participants, Participants.spotlit_at)
    return manager
