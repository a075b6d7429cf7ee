"""Who is blocked from a permanent room's later meetings, and when who waits was last seen at the door."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Timestamptz
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-28T13:05:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "blocked people, and who is at the door"


class Participants(Table, tablename="participants"):
    """The new columns."""

    is_blocked = Boolean(default=False)
    last_seen_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = migration(ID, DESCRIPTION)
    for column in (Participants.is_blocked, Participants.last_seen_at):
        add_column(manager, Participants, column)
    return manager
