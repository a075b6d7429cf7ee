"""Find who was removed without reading all who ever met: built while there is nobody in it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-28T13:06:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of who was removed"

REMOVED = "participants_removed"
FORWARDS = (f"CREATE INDEX {REMOVED} ON participants (removed_at) WHERE removed_at IS NOT NULL",)
BACKWARDS = (f"DROP INDEX {REMOVED}",)


async def forwards() -> MigrationManager:
    """Read the places once; they can be read meanwhile."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
