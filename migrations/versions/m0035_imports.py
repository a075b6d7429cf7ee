"""Files that become meetings: who brought which, and how far each is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, BigInt, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import Users

ID = "2026-11-27T15:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "imports"


class Imports(Table, tablename="imports"):
    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=OnDelete.cascade, null=False, index=False)
    name = Varchar(length=120)
    language = Varchar(length=16)
    time_zone = Varchar(length=64, default="UTC")
    started_at = Timestamptz(default=TimestamptzNow())
    speakers = JSONB(default="[]")
    file_size = BigInt()
    state = Varchar(length=20, default="uploaded")
    progress = Integer(default=0)
    error = Text(null=True, default=None)
    note = Text(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, Imports)
    return manager
