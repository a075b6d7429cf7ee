"""Hold the action items there are to the rules of m0044, in a transaction of its own, while everybody goes on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0044_action_items_rules import NEW_RULES

ID = "2026-11-27T18:40:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid living action items"

FORWARDS = tuple(f"ALTER TABLE action_items VALIDATE CONSTRAINT action_items_{name}" for name in NEW_RULES)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS)
