"""Whose words of a meeting are forgotten."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import Participants, Rooms

ID = "2026-11-27T15:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "forgotten words"


class ForgottenWords(Table, tablename="forgotten_words"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=OnDelete.cascade, null=False, unique=True)
    until_ms = Integer()
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, ForgottenWords)
    return manager
