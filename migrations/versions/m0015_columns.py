"""The columns of the doors: LiveKit's room at present, who may speak, and whom the host knows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Varchar
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-24T01:14:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "columns of the doors"


class Rooms(Table, tablename="rooms"):
    """The new column."""

    livekit_sid = Varchar(length=64, null=True, default=None)


class Participants(Table, tablename="participants"):
    """The new columns; who had a seat before is known, and the next migration makes newcomers unknown."""

    may_speak = Boolean(default=True)
    is_invited = Boolean(default=True)


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Rooms, Rooms.livekit_sid)
    add_column(manager, Participants, Participants.may_speak)
    add_column(manager, Participants, Participants.is_invited)
    return manager
