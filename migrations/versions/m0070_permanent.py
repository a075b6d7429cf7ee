"""Co-hosts that nobody named: whoever was there longest when host and co-hosts were gone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-28T10:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "co-hosts that nobody named"


class Participants(Table, tablename="participants"):
    """The new column."""

    stands_in = Boolean(default=False)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Participants, Participants.stands_in)
    return manager
