"""Links by which a meeting's minutes are read without an account."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import Rooms, Users

ID = "2026-11-27T21:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "share links"


class ShareLinks(Table, tablename="share_links"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    created_by = ForeignKey(Users, on_delete=OnDelete.cascade, null=False, index=True)
    scope = Varchar(length=20)
    token_hash = Varchar(length=64, unique=True)
    expires_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
    last_used_at = Timestamptz(null=True, default=None)
    uses = Integer(default=0)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, ShareLinks)
    return manager
