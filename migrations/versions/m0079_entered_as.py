"""Which place an invitation to an address has made last: one that is never used gives it back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-29T02:09:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "places of invitations"


class RoomInvitations(Table, tablename="room_invitations"):
    """The new column."""

    entered_as = UUID(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, RoomInvitations, RoomInvitations.entered_as)
    return manager
