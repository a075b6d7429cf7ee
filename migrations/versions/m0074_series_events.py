"""As which event of a series somebody who is invited to one of its meetings has it in their calendar."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, Timestamptz
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-28T13:04:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "events of single invitations"


class RoomInvitations(Table, tablename="room_invitations"):
    """The new columns."""

    event_series = UUID(null=True, default=None)
    event_occurrence = Timestamptz(null=True, default=None)


class InvitationMails(Table, tablename="invitation_mails"):
    """The new column."""

    of_event = Boolean(default=False)


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = migration(ID, DESCRIPTION)
    for column in (RoomInvitations.event_series, RoomInvitations.event_occurrence):
        add_column(manager, RoomInvitations, column)
    add_column(manager, InvitationMails, InvitationMails.of_event)
    return manager
