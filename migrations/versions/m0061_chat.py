"""Which message answers which, and who reacted to one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import ChatMessages, Participants, Rooms

ID = "2026-11-28T05:03:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "replies and reactions in the chat"


class ChatReplies(Table, tablename="chat_replies"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    message_id = ForeignKey(ChatMessages, on_delete=OnDelete.cascade, null=False)
    reply_to = ForeignKey(ChatMessages, on_delete=OnDelete.cascade, null=False, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ChatReactions(Table, tablename="chat_reactions"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    message_id = ForeignKey(ChatMessages, on_delete=OnDelete.cascade, null=False)
    participant_id = ForeignKey(Participants, on_delete=OnDelete.cascade, null=False, index=True)
    emoji = Varchar(length=8)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = migration(ID, DESCRIPTION)
    for table in (ChatReplies, ChatReactions):
        add_table(manager, table)
    return manager
