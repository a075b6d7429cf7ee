"""Why a recording failed, or is gone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-27T18:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "why a recording failed"


class Recordings(Table, tablename="recordings"):
    """The new column."""

    fault = Varchar(length=20, null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Recordings, Recordings.fault)
    return manager
