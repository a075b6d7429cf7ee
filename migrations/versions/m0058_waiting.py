"""At most so many wait at one door: strangers' knocks neither fill the tables nor hide who is expected."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0054_doors as doors

ID = "2026-11-28T05:00:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "limit of who waits"

MOST_WAITING = 500
"""Not counting whom the hosts turned away."""
ASK = "ask_to_enter(place uuid, room uuid, called text, token text)"
LAST_ASK = doors.ASK.replace(doors.ASKED_BEFORE, doors.MINE)
FORWARDS = (
    f"""
    CREATE FUNCTION lobby_is_full(room uuid) RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN (SELECT count(*) >= {MOST_WAITING} FROM participants p
                WHERE p.room_id = room AND p.status = 'waiting' AND p.denied_at IS NULL)
    """,
    "REVOKE EXECUTE ON FUNCTION lobby_is_full(uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION lobby_is_full(uuid) TO parley_web",
    f"CREATE OR REPLACE FUNCTION {ASK} "
    + LAST_ASK.replace("            IF NOT EXISTS (", "            IF lobby_is_full(room) OR NOT EXISTS (", 1),
)
BACKWARDS = (
    f"CREATE OR REPLACE FUNCTION {ASK} {LAST_ASK}",
    "DROP FUNCTION lobby_is_full(uuid)",
)


async def forwards() -> MigrationManager:
    """Limit who waits."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
