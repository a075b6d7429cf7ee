"""Breakout rooms: meetings of their own inside another, and who belongs into which of them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration
from migrations.versions.m0001_tables import Rooms as FirstRooms

ID = "2026-11-28T05:04:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "breakout rooms"


class Rooms(Table, tablename="rooms"):
    """The new column."""

    parent_room_id = UUID(null=True, default=None)


class Participants(Table, tablename="participants"):
    """The new columns."""

    main_participant_id = UUID(null=True, default=None)
    breakout_room_id = UUID(null=True, default=None)


class Breakouts(Table, tablename="breakouts"):
    room_id = ForeignKey(FirstRooms, on_delete=OnDelete.cascade, null=False, primary_key=True)
    main_room_id = ForeignKey(FirstRooms, on_delete=OnDelete.cascade, null=False, index=True)
    number = Integer()
    label = Varchar(length=60)
    by_choice = Boolean(default=False)
    closes_at = Timestamptz(null=True, default=None)
    help_asked_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the columns and the table."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Rooms, Rooms.parent_room_id)
    add_column(manager, Participants, Participants.main_participant_id)
    add_column(manager, Participants, Participants.breakout_room_id)
    add_table(manager, Breakouts)
    return manager
