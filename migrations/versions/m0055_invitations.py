"""What an invitation gives, how often it may be used, and when it was answered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.invitation_tables import RoomInvitations
from migrations.statements import add_column, migration

ID = "2026-11-28T01:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "invitations by link, with roles and answers"

COLUMNS = (
    RoomInvitations.kind,
    RoomInvitations.role,
    RoomInvitations.max_uses,
    RoomInvitations.uses,
    RoomInvitations.token_version,
    RoomInvitations.answered_at,
)


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = migration(ID, DESCRIPTION)
    for column in COLUMNS:
        add_column(manager, RoomInvitations, column)
    return manager
