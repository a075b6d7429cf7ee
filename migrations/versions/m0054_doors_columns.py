"""What somebody says at the door, and when they were turned away."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Timestamptz, Varchar
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-28T01:54:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "notes at the door"


class Participants(Table, tablename="participants"):
    """The new columns."""

    knock_note = Varchar(length=200, default="")
    denied_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = migration(ID, DESCRIPTION)
    for column in (Participants.knock_note, Participants.denied_at):
        add_column(manager, Participants, column)
    return manager
