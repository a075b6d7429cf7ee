"""Find who waits without reading all who ever met: built before tables are locked for their rules."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-28T13:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of who waits"

AT_DOORS = "participants_at_doors"
FORWARDS = (f"CREATE INDEX {AT_DOORS} ON participants (id) WHERE status = 'waiting' AND left_at IS NULL",)
BACKWARDS = (f"DROP INDEX {AT_DOORS}",)


async def forwards() -> MigrationManager:
    """Read the places once; they can be read meanwhile."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
