"""A gap may be the words of somebody whose microphone is end-to-end encrypted.

NOT VALID: it holds for what is written from now on; the rows there are are read by m0028_encrypted_valid.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0013_gaps_rules import CAUSES

ID = "2026-11-27T03:28:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "gaps of encrypted microphones"

CAUSE = "ALTER TABLE transcript_gaps ADD CONSTRAINT transcript_gaps_cause_state CHECK (cause IN ({})) NOT VALID"
DROP_CAUSE = "ALTER TABLE transcript_gaps DROP CONSTRAINT transcript_gaps_cause_state"
FORWARDS = (DROP_CAUSE, CAUSE.format(f"{CAUSES}, 'encrypted'"))
BACKWARDS = (
    "UPDATE transcript_gaps SET cause = 'engine' WHERE cause = 'encrypted'",
    DROP_CAUSE,
    CAUSE.format(CAUSES),
)


async def forwards() -> MigrationManager:
    """Add the cause."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
