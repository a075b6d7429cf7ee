"""The invitations there were keep the rules of today too: read in a transaction of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0055_invitations_rules import CHECKS, TABLE

ID = "2026-11-28T01:55:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of invitations hold for all rows"

FORWARDS = tuple(f"ALTER TABLE {TABLE} VALIDATE CONSTRAINT {TABLE}_{name}" for name in (*CHECKS, "status_state"))


async def forwards() -> MigrationManager:
    """Read the rows; there is no way back from knowing."""
    return migration(ID, DESCRIPTION, FORWARDS)
