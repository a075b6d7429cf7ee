"""A lease that is ended for its holder keeps the time of its last renewal: the next gap begins there."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0013_gaps_rules import RENEW, RENEWED, TAKE, TAKEN

ID = "2026-11-26T19:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "last renewal of ended leases"

ENDED = RENEWED.replace(
    "SET expires_at = ",
    "SET expires_at = CASE WHEN seconds <= 0 THEN least(l.expires_at, l.updated_at) ELSE ",
).replace(" FROM rooms r", " END FROM rooms r")
TAKEN_OVER = TAKEN.replace("SELECT l.updated_at INTO", "SELECT least(l.updated_at, l.expires_at) INTO")
FORWARDS = (f"CREATE OR REPLACE FUNCTION {RENEW} {ENDED}", f"CREATE OR REPLACE FUNCTION {TAKE} {TAKEN_OVER}")
BACKWARDS = (f"CREATE OR REPLACE FUNCTION {RENEW} {RENEWED}", f"CREATE OR REPLACE FUNCTION {TAKE} {TAKEN}")


async def forwards() -> MigrationManager:
    """Date the end of a lease back to its last renewal."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
