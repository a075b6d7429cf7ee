"""Who waited and has gone is marked as having left the door, until they come back; only they themselves are heard of it.

Such a knock is not listed, and does not count among those who fill the lobby.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0005_kept as kept
from migrations.versions.m0058_waiting import MOST_WAITING

ID = "2026-11-28T13:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "doors that were left"

STAND = f"""
CREATE FUNCTION stand_at_door(place uuid, here boolean) RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE participants p SET left_at = CASE WHEN NOT here THEN clock_timestamp() END
    WHERE p.id = place AND p.status = 'waiting' AND here = (p.left_at IS NOT NULL)
      AND (p.user_id = app_user() OR p.id = app_participant());
    RETURN FOUND;
END $$
"""
FULL = f"""
CREATE OR REPLACE FUNCTION lobby_is_full(room uuid) RETURNS boolean LANGUAGE sql STABLE {DEFINER}
    RETURN (SELECT count(*) >= {MOST_WAITING} FROM participants p
            WHERE p.room_id = room AND p.status = 'waiting' AND p.denied_at IS NULL%s)
"""
GUARD = kept.FUNCTIONS["guard_place()"]
LEAVES = "NEW.left_at IS DISTINCT FROM OLD.left_at"
WAITS = "(OLD.status = 'waiting' AND NEW.status = 'waiting')"
"""Who waits has not been inside, so that nothing of theirs is counted by when they left."""
FORWARDS = (
    f"CREATE OR REPLACE FUNCTION guard_place() {GUARD.replace(LEAVES, f'({LEAVES} AND NOT {WAITS})')}",
    STAND,
    "REVOKE EXECUTE ON FUNCTION stand_at_door(uuid, boolean) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION stand_at_door(uuid, boolean) TO parley_web",
    FULL % " AND p.left_at IS NULL",
)
BACKWARDS = (
    FULL % "",
    "DROP FUNCTION stand_at_door(uuid, boolean)",
    f"CREATE OR REPLACE FUNCTION guard_place() {GUARD}",
)


async def forwards() -> MigrationManager:
    """Let who waits come and go."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
