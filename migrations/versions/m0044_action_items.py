"""Action items that live: what people make of them, its history, and what they say to each other about them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration
from migrations.versions.m0001_tables import Rooms, Users

ID = "2026-11-27T18:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "living action items"


class ActionItems(Table, tablename="action_items"):
    """The new columns."""

    id = UUID(primary_key=True, default=UUID4())
    revision = Integer(default=0)
    edited = Boolean(default=False)
    origin = Varchar(length=20, default="minutes")
    deleted_at = Timestamptz(null=True, default=None)


class ActionItemEdits(Table, tablename="action_item_edits"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    item_id = ForeignKey(ActionItems, on_delete=OnDelete.cascade, null=False, index=True)
    kind = Varchar(length=20)
    revision = Integer()
    before = JSONB(default="{}")
    after = JSONB(default="{}")
    undoes = UUID(null=True, default=None)
    edited_by = ForeignKey(Users, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ActionItemComments(Table, tablename="action_item_comments"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    item_id = ForeignKey(ActionItems, on_delete=OnDelete.cascade, null=False, index=True)
    user_id = ForeignKey(Users, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    text = Text()
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the columns and the tables."""
    manager = migration(ID, DESCRIPTION)
    for column in (ActionItems.revision, ActionItems.edited, ActionItems.origin, ActionItems.deleted_at):
        add_column(manager, ActionItems, column)
    add_table(manager, ActionItemEdits)
    add_table(manager, ActionItemComments)
    return manager
