"""Polls of a meeting, and who took part in them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Array, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import Participants, Rooms

ID = "2026-11-28T01:57:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "polls"


class Polls(Table, tablename="polls"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False)
    participant_id = ForeignKey(Participants, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    name = Varchar(length=120)
    question = Varchar(length=300)
    options = Array(base_column=Text(), default=list)
    kind = Varchar(length=20)
    is_anonymous = Boolean(default=False)
    results = Varchar(length=20)
    counts = Array(base_column=Integer(), default=list)
    closed_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class PollVotes(Table, tablename="poll_votes"):
    id = UUID(primary_key=True, default=UUID4())
    poll_id = ForeignKey(Polls, on_delete=OnDelete.cascade, null=False)
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    choice = Integer(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = migration(ID, DESCRIPTION)
    for table in (Polls, PollVotes):
        add_table(manager, table)
    return manager
