"""What was done to look after the database, and where an archived recording went."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, Column, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

ID = "2026-11-24T01:08:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "maintenance"


class MaintenanceRuns(Table, tablename="maintenance_runs"):
    id = UUID(primary_key=True, default=UUID4())
    task = Varchar(length=60)
    tick = Timestamptz()
    started_at = Timestamptz(default=TimestamptzNow())
    finished_at = Timestamptz(null=True, default=None)
    outcome = Varchar(length=20, default="running")
    counts = JSONB(default="{}")
    error = Text(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Recordings(Table, tablename="recordings"):
    id = UUID(primary_key=True, default=UUID4())
    file_sha256 = Varchar(length=64, null=True, default=None)
    archived_at = Timestamptz(null=True, default=None)


def _add(manager: MigrationManager, table: type[Table], column: Column) -> None:
    manager.add_column(
        table_class_name=table.__name__,
        tablename=table._meta.tablename,
        column_name=column._meta.name,
        db_column_name=column._meta.db_column_name,
        column_class_name=type(column).__name__,
        column_class=type(column),
        params=column._meta.params,
        schema=None,
    )


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = MigrationManager(migration_id=ID, app_name="parley", description=DESCRIPTION)
    manager.add_table(
        class_name="MaintenanceRuns", tablename="maintenance_runs", schema=None, columns=None
    )
    for column in MaintenanceRuns._meta.columns:
        _add(manager, MaintenanceRuns, column)
    _add(manager, Recordings, Recordings.file_sha256)
    _add(manager, Recordings, Recordings.archived_at)
    return manager
