"""Links that hosts choose for meetings and series."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import Rooms
from migrations.versions.m0059_series import RoomSeries

ID = "2026-11-28T09:03:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "chosen links"


class RoomLinks(Table, tablename="room_links"):
    shape = Varchar(length=64, primary_key=True)
    code = Varchar(length=64)
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=True, default=None, index=True)
    series_id = ForeignKey(RoomSeries, on_delete=OnDelete.cascade, null=True, default=None, index=True)
    held_until = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, RoomLinks)
    return manager
