"""The meetings there were keep the rules of dates too: read in a transaction of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0056_invitation_mails_rules import LENGTH

ID = "2026-11-28T01:56:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of dates hold for all rows"

FORWARDS = (f"ALTER TABLE rooms VALIDATE CONSTRAINT {LENGTH}",)


async def forwards() -> MigrationManager:
    """Read the rows; there is no way back from knowing."""
    return migration(ID, DESCRIPTION, FORWARDS)
