"""The agent writes how late each final was; a migration's statements run before its columns are added."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-26T23:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the agent's right to the delay of finals"

FORWARDS = ("GRANT UPDATE (delay_ms) ON transcript_segments TO parley_agent",)
BACKWARDS = ("REVOKE UPDATE (delay_ms) ON transcript_segments FROM parley_agent",)


async def forwards() -> MigrationManager:
    """Grant it."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
