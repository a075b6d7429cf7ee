"""Calendar feeds of one's own action items, and which reminders of them were sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Date, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration
from migrations.versions.m0001_tables import Users

ID = "2026-11-27T18:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "calendar feeds"


class CalendarFeeds(Table, tablename="calendar_feeds"):
    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=OnDelete.cascade, null=False, unique=True)
    token_hash = Varchar(length=64, unique=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ActionItems(Table, tablename="action_items"):
    """The new columns."""

    due_reminded = Date(null=True, default=None)
    overdue_reminded = Date(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, CalendarFeeds)
    for column in (ActionItems.due_reminded, ActionItems.overdue_reminded):
        add_column(manager, ActionItems, column)
    return manager
