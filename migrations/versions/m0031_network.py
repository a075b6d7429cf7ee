"""A gap may be the words of somebody whose connection was lost.

NOT VALID: it holds for what is written from now on; the rows there are are read by m0031_network_valid.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0013_gaps_rules import CAUSES
from migrations.versions.m0028_encrypted import CAUSE, DROP_CAUSE

ID = "2026-11-27T07:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "gaps of lost connections"

FORWARDS = (DROP_CAUSE, CAUSE.format(f"{CAUSES}, 'encrypted', 'network'"))
BACKWARDS = (
    "UPDATE transcript_gaps SET cause = 'engine' WHERE cause = 'network'",
    DROP_CAUSE,
    CAUSE.format(f"{CAUSES}, 'encrypted'"),
)


async def forwards() -> MigrationManager:
    """Add the cause."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
