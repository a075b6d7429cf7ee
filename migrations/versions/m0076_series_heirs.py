"""Who is the host of a series now has its invitations to all, also those kept at a meeting that another host held.

They see and renew them from any of their meetings of the series that is to come, and each has another link and mail then, as
one that is kept at this meeting. One to all does not end earlier for it.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0074_series_hosts_rules as hosts

ID = "2026-11-28T13:06:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "invitations to series of new hosts"

LISTING = "invitations_to_all(meeting uuid)"
LISTED = f"""
        RETURNS SETOF room_invitations LANGUAGE sql STABLE {DEFINER} AS $$
            SELECT i.* FROM rooms r JOIN room_series s ON s.id = r.series_id
            JOIN room_series same ON same.root_id = s.root_id JOIN rooms k ON k.series_id = same.id
            JOIN room_invitations i ON i.room_id = k.id AND i.series_of = i.id AND i.status <> 'revoked'
            WHERE r.id = meeting AND k.id <> meeting AND s.host_id = app_user() AND meeting IN (SELECT hosted_rooms())
        $$"""
"""Kept at other meetings, for the host of the series."""
EXPIRY = "expires_at = now() + make_interval(days => least(days, 366))"
RENEWED = (
    hosts.RENEWED.replace("room_id = room AND invitation_kept(room, invitation) = room", "room_id = kept")
    .replace("        BEGIN\n", "        DECLARE\n            kept uuid := invitation_kept(room, invitation);\n        BEGIN\n")
    .replace(
        EXPIRY,
        EXPIRY.replace("now()", "greatest(now()").replace(
            "366))", "366)), CASE WHEN series_of = id THEN expires_at END)"
        ),
    )
)
FORWARDS = (
    f"CREATE FUNCTION {LISTING} {LISTED}",
    "REVOKE EXECUTE ON FUNCTION invitations_to_all(uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION invitations_to_all(uuid) TO parley_web",
    f"CREATE OR REPLACE FUNCTION {hosts.RENEWING} {RENEWED}",
)
BACKWARDS = (
    f"CREATE OR REPLACE FUNCTION {hosts.RENEWING} {hosts.RENEWED}",
    "DROP FUNCTION invitations_to_all(uuid)",
)


async def forwards() -> MigrationManager:
    """Let new hosts send invitations to all again."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
