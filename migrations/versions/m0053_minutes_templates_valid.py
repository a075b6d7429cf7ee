"""Hold the minutes there are to the rules of m0053_minutes_templates_rules, in a transaction of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0053_minutes_templates_rules import RULES

ID = "2026-11-28T01:53:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "valid own templates of minutes"

FORWARDS = tuple(f"ALTER TABLE meeting_summaries VALIDATE CONSTRAINT meeting_summaries_{name}" for name in RULES)


async def forwards() -> MigrationManager:
    """Read the rows once."""
    return migration(ID, DESCRIPTION, FORWARDS)
