"""Series of meetings: the rule, and which meetings, invitations and mails are of one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, Array, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration
from migrations.versions.m0001_tables import Users

ID = "2026-11-28T05:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "series of meetings"


class RoomSeries(Table, tablename="room_series"):
    id = UUID(primary_key=True, default=UUID4())
    host_id = ForeignKey(Users, on_delete=OnDelete.restrict, null=False, index=True)
    root_id = UUID(index=True)
    slug = Varchar(length=64, unique=True)
    name = Varchar(length=120)
    rule = Varchar(length=120)
    last_day = Date(null=True, default=None)
    starts = Timestamptz()
    minutes = Integer(default=60)
    time_zone = Varchar(length=64, default="UTC")
    max_participants = Integer(default=50)
    settings = JSONB(default="{}")
    tags = Array(base_column=Text(), default=list)
    sequence = Integer(default=0)
    cancelled_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Rooms(Table, tablename="rooms"):
    """The new columns."""

    series_id = ForeignKey(RoomSeries, on_delete=OnDelete.set_null, null=True, default=None, index=False)
    occurrence = Timestamptz(null=True, default=None)
    series_revision = Integer(default=0)


class RoomInvitations(Table, tablename="room_invitations"):
    """The new column."""

    series_of = UUID(null=True, default=None)


class InvitationMails(Table, tablename="invitation_mails"):
    """The new column."""

    of_series = Boolean(default=False)


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, RoomSeries)
    for column in (Rooms.series_id, Rooms.occurrence, Rooms.series_revision):
        add_column(manager, Rooms, column)
    add_column(manager, RoomInvitations, RoomInvitations.series_of)
    add_column(manager, InvitationMails, InvitationMails.of_series)
    return manager
