"""At most one open meeting of a permanent room: built before there is any, and before tables are locked for their rules."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-28T10:30:59:000000"
VERSION = "1.38.0"
DESCRIPTION = "one open meeting of a permanent room"

OPEN = "('scheduled', 'waiting', 'live')"
ONE_OPEN = "rooms_one_open"
FORWARDS = (f"CREATE UNIQUE INDEX {ONE_OPEN} ON rooms (series_id) WHERE type = 'permanent' AND status IN {OPEN}",)
BACKWARDS = (f"DROP INDEX {ONE_OPEN}",)


async def forwards() -> MigrationManager:
    """Read the meetings once; they can be read meanwhile."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
