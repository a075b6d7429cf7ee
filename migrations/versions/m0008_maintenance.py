"""What was done to look after the database, and where an archived recording went."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration

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


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, MaintenanceRuns)
    add_column(manager, Recordings, Recordings.file_sha256)
    add_column(manager, Recordings, Recordings.archived_at)
    return manager
