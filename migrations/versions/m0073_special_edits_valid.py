"""Hold the edits there are to the rule of m0073_special_edits_rules, in a transaction of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0073_special_edits_rules import NAME

ID = "2026-11-28T13:03:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid edits of special sections"

FORWARDS = (f"ALTER TABLE minutes_edits VALIDATE CONSTRAINT {NAME}",)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS)
