"""Invitations that do not tell who has an account.

From now on the participant row of an invited account has its identity as name until the person joins; rows from
before keep the account's name. An invitation is withdrawn together with the participant row it made, which has its id.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-26T14:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "invitations that tell no accounts"

FORWARDS = (
    f"""
    CREATE FUNCTION withdraw_invitation(room uuid, invitation uuid) RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
    BEGIN
        IF room NOT IN (SELECT hosted_rooms()) THEN
            RETURN false;
        END IF;
        UPDATE room_invitations SET status = 'revoked'
        WHERE id = invitation AND room_id = room AND status IN ('pending', 'accepted') AND NOT EXISTS (
            SELECT FROM participants p
            WHERE p.room_id = room AND p.user_id = invitee_id AND p.display_name <> p.identity);
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        DELETE FROM participants WHERE id = invitation AND room_id = room AND display_name = identity;
        RETURN true;
    END $$
    """,
    "REVOKE EXECUTE ON FUNCTION withdraw_invitation(uuid, uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION withdraw_invitation(uuid, uuid) TO parley_web",
)
BACKWARDS = ("DROP FUNCTION withdraw_invitation(uuid, uuid)",)


async def forwards() -> MigrationManager:
    """Let a host withdraw an invitation."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
