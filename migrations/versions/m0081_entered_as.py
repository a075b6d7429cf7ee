"""The place that an invitation made in a later meeting of a permanent room ends with it, like that in its first.

Only the first has the invitation's id; `entered_as` names the last.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions import m0055_invitations_rules as invitations
from migrations.versions import m0075_doors_rules as doors

ID = "2026-11-29T02:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "places that end with their invitations"

REVOKE = "revoke_of_removed(place uuid)"
BY_PLACE = "(i.id = p.id OR i.invitee_id = p.user_id)"
REVOKED = doors.NEW[REVOKE].replace(BY_PLACE, "(p.id IN (i.id, i.entered_as) OR i.invitee_id = p.user_id)")
TAKEN = "DELETE FROM participants WHERE id = invitation AND room_id = room;"
WITHDRAWN = invitations.WITHDRAW.replace(
    "(p.user_id = invitee_id OR p.id = invitation)",
    "(p.user_id = invitee_id OR p.id IN (invitation, entered_as))",
).replace(
    TAKEN,
    """DELETE FROM participants p USING room_invitations i
        WHERE i.id = invitation AND p.id IN (i.id, i.entered_as) AND p.room_id = room;""",
)
FORWARDS = (f"CREATE OR REPLACE FUNCTION {REVOKE} {REVOKED}", WITHDRAWN)
BACKWARDS = (f"CREATE OR REPLACE FUNCTION {REVOKE} {doors.NEW[REVOKE]}", invitations.WITHDRAW)


async def forwards() -> MigrationManager:
    """Let places end."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
