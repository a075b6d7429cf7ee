"""An archived recording in which somebody was heard whose words were forgotten since is deleted, too.

It is one file, from which nobody's sound can be taken any more.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0038_retention import DUE, FUNCTIONS

ID = "2026-11-27T15:58:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "forgotten words in archived recordings"

NAME = "recordings_to_delete(days int, after uuid, batch int)"
TIME_HAS_COME = DUE.format("keep_recordings_days")
FORGOTTEN = """(c.status = 'archived' AND EXISTS (SELECT FROM forgotten_words f
                WHERE f.room_id = c.room_id AND f.updated_at > coalesce(c.completed_at, c.created_at)))"""
FORWARDS = (
    f"CREATE OR REPLACE FUNCTION {NAME} {FUNCTIONS[NAME].replace(TIME_HAS_COME, f'({TIME_HAS_COME} OR {FORGOTTEN})')}",
)
BACKWARDS = (f"CREATE OR REPLACE FUNCTION {NAME} {FUNCTIONS[NAME]}",)


async def forwards() -> MigrationManager:
    """List them with those whose time has come."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
