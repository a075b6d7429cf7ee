"""How long a meeting is planned to be, how often its date has changed, and the mails to who is invited."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration
from migrations.versions.m0001_tables import RoomInvitations
from migrations.versions.m0001_tables import Rooms as FirstRooms

ID = "2026-11-28T01:56:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "mails of invitations"


class InvitationMails(Table, tablename="invitation_mails"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(FirstRooms, on_delete=OnDelete.cascade, null=False, index=True)
    invitation_id = ForeignKey(RoomInvitations, on_delete=OnDelete.cascade, null=False, index=True)
    kind = Varchar(length=20)
    sequence = Integer(default=0)
    state = Varchar(length=20, default="waiting")
    attempts = Integer(default=0)
    next_attempt_at = Timestamptz(default=TimestamptzNow())
    error = Varchar(length=40, null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Rooms(Table, tablename="rooms"):
    """The new columns."""

    scheduled_minutes = Integer(default=60)
    calendar_sequence = Integer(default=0)


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, InvitationMails)
    add_column(manager, Rooms, Rooms.scheduled_minutes)
    add_column(manager, Rooms, Rooms.calendar_sequence)
    return manager
