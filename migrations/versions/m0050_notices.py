"""The mails that notifications wait for, and which notifications are shown."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration
from migrations.versions.m0001_tables import Rooms, Users
from migrations.versions.m0001_tables import Notifications as FirstNotifications

ID = "2026-11-27T21:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "mails of notifications"


class MailOutbox(Table, tablename="mail_outbox"):
    id = UUID(primary_key=True, default=UUID4())
    notification_id = ForeignKey(FirstNotifications, on_delete=OnDelete.cascade, null=False)
    channel = Varchar(length=20, default="email")
    user_id = ForeignKey(Users, on_delete=OnDelete.cascade, null=False)
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=True, default=None, index=True)
    bundle = Varchar(length=80)
    mail_id = UUID(null=True, default=None)
    state = Varchar(length=20, default="waiting")
    attempts = Integer(default=0)
    next_attempt_at = Timestamptz(default=TimestamptzNow())
    error = Varchar(length=40, null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Notifications(Table, tablename="notifications"):
    """The new column."""

    in_app = Boolean(default=True)


async def forwards() -> MigrationManager:
    """Add the table and the column."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, MailOutbox)
    add_column(manager, Notifications, Notifications.in_app)
    return manager
