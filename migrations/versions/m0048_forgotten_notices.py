"""With a task that rests on forgotten words go the notices of it, which have its title."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0037_forgotten_rules import FUNCTIONS
from migrations.versions.m0048_elements_rules import DECISIONS, ELEMENTS, FORGET

ID = "2026-11-27T21:48:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "notices of forgotten tasks"

BEFORE = FUNCTIONS[FORGET].replace(DECISIONS, ELEMENTS)
TASKS = "DELETE FROM action_items a WHERE a.room_id = room AND a.evidence ?| gone;"
NOTICES = """DELETE FROM notifications n USING action_items a
            WHERE a.room_id = room AND a.evidence ?| gone AND n.data ->> 'action_item_id' = a.id::text;"""
FORWARDS = (f"CREATE OR REPLACE FUNCTION {FORGET} {BEFORE.replace(TASKS, f'{NOTICES} {TASKS}')}",)
BACKWARDS = (f"CREATE OR REPLACE FUNCTION {FORGET} {BEFORE}",)


async def forwards() -> MigrationManager:
    """Erase them at once."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
