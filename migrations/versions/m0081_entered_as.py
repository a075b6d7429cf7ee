"""The place that an invitation made in a later meeting of a permanent room ends with it, like that in its first.

Only the first has the invitation's id; `entered_as` names the last.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions import m0075_doors_rules as doors

ID = "2026-11-29T02:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "places that end with their invitations"

REVOKE = "revoke_of_removed(place uuid)"
BY_PLACE = "(i.id = p.id OR i.invitee_id = p.user_id)"
REVOKED = doors.NEW[REVOKE].replace(BY_PLACE, "(p.id IN (i.id, i.entered_as) OR i.invitee_id = p.user_id)")
WITHDRAWN = doors.WITHDRAW.replace("p.id = invitation)", "p.id IN (invitation, entered_as))").replace(
    "(p.id = i.id OR", "(p.id IN (i.id, i.entered_as) OR"
)
FORWARDS = (f"CREATE OR REPLACE FUNCTION {REVOKE} {REVOKED}", WITHDRAWN)
BACKWARDS = (f"CREATE OR REPLACE FUNCTION {REVOKE} {doors.NEW[REVOKE]}", doors.WITHDRAW)


async def forwards() -> MigrationManager:
    """Let places end."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
