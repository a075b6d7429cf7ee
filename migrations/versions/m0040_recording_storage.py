"""What a recording waits for, and what it lacks."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-27T18:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what recordings wait for and lack"


class Recordings(Table, tablename="recordings"):
    waits_for = Varchar(length=20, null=True, default=None)
    missing = Varchar(length=20, null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Recordings, Recordings.waits_for)
    add_column(manager, Recordings, Recordings.missing)
    return manager
