"""When a lease was last renewed by its holder: `updated_at` tells of every change."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import add_column, migration
from migrations.tables import RoomLeases

ID = "2026-11-27T07:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "renewals of leases"


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, RoomLeases, RoomLeases.renewed_at)
    return manager
