"""Let hosts edit by hand what is in the sections of one kind of meeting, as they edit the rest of the minutes.

The rule of minutes_edits is NOT VALID: m0073_special_edits_valid reads the rows there are.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0049_minutes_edits_rules import RULES as BEFORE
from migrations.versions.m0049_minutes_edits_rules import SECTIONS

ID = "2026-11-28T13:03:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of edits of special sections"

NAME = "minutes_edits_section_state"
FORWARDS = (
    f"ALTER TABLE minutes_edits DROP CONSTRAINT {NAME}",
    f"ALTER TABLE minutes_edits ADD CONSTRAINT {NAME} CHECK (section IN ({SECTIONS}, 'special')) NOT VALID",
    "GRANT UPDATE (special) ON meeting_summaries TO parley_web",
)
BACKWARDS = (
    "REVOKE UPDATE (special) ON meeting_summaries FROM parley_web",
    "DELETE FROM minutes_edits WHERE section = 'special'",
    f"ALTER TABLE minutes_edits DROP CONSTRAINT {NAME}",
    f"ALTER TABLE minutes_edits ADD CONSTRAINT {NAME} {BEFORE['minutes_edits', 'section_state']}",
)


async def forwards() -> MigrationManager:
    """Open the section to edits."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
