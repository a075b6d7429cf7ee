"""What calendar programs have answered by mail, and how far each mailbox is read."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, BigInt, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import RoomInvitations
from migrations.versions.m0059_series import RoomSeries

ID = "2026-11-28T09:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "calendar replies"


class ReplyMailboxes(Table, tablename="reply_mailboxes"):
    id = UUID(primary_key=True, default=UUID4())
    mailbox = Varchar(length=64, unique=True)
    uid_validity = BigInt(default=0)
    last_uid = BigInt(default=0)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class InvitationReplies(Table, tablename="invitation_replies"):
    id = UUID(primary_key=True, default=UUID4())
    invitation_id = ForeignKey(RoomInvitations, on_delete=OnDelete.cascade, null=False, index=False)
    series_id = ForeignKey(RoomSeries, on_delete=OnDelete.cascade, null=True, default=None, index=True)
    occurrence = Timestamptz(null=True, default=None)
    answer = Varchar(length=20)
    sequence = Integer(default=0)
    stated_at = Timestamptz()
    taken_at = Timestamptz(default=TimestamptzNow())
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, ReplyMailboxes)
    add_table(manager, InvitationReplies)
    return manager
