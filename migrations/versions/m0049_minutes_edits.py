"""What people made of the minutes by hand, and the versions of the minutes that were written."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import MeetingSummaries, Rooms, Users

ID = "2026-11-27T21:49:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "minutes edited by hand, and their versions"


class MinutesEdits(Table, tablename="minutes_edits"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    summary_id = ForeignKey(MeetingSummaries, on_delete=OnDelete.cascade, null=False, index=True)
    element_id = UUID(default=UUID4())
    section = Varchar(length=20)
    kind = Varchar(length=20)
    revision = Integer()
    machine = JSONB(default="{}")
    before = JSONB(default="{}")
    after = JSONB(default="{}")
    undoes = UUID(null=True, default=None)
    edited_by = ForeignKey(Users, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class MinutesVersions(Table, tablename="minutes_versions"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    summary_id = ForeignKey(MeetingSummaries, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    reason = Varchar(length=20)
    method = Varchar(length=20, null=True, default=None)
    model = Varchar(length=120, null=True, default=None)
    template = Varchar(length=120)
    note = Text(null=True, default=None)
    content = JSONB(default="{}")
    made_by = ForeignKey(Users, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, MinutesEdits)
    add_table(manager, MinutesVersions)
    return manager
