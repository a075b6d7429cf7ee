"""Who waited and has gone is marked as having left the door, until they come back; only they themselves are heard of it.

Such a knock is not listed, and does not count among those who fill the lobby, unless there are very many: a door keeps
MOST_KNOCKS of them. Who comes back to a full lobby is listed once there is room.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0005_kept as kept
from migrations.versions.m0058_waiting import MOST_WAITING

ID = "2026-11-28T13:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "doors that were left"

MOST_KNOCKS = 4 * MOST_WAITING
STAND = f"""
CREATE FUNCTION stand_at_door(place uuid, here boolean) RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE participants p SET left_at = CASE WHEN NOT here THEN clock_timestamp() END
    WHERE p.id = place AND p.status = 'waiting' AND here = (p.left_at IS NOT NULL)
      AND (p.user_id = app_user() OR p.id = app_participant()) AND NOT (here AND lobby_is_full(p.room_id));
    RETURN FOUND;
END $$
"""
FULL = f"""
CREATE OR REPLACE FUNCTION lobby_is_full(room uuid) RETURNS boolean LANGUAGE sql STABLE {DEFINER}
    RETURN (SELECT %s FROM participants p
            WHERE p.room_id = room AND p.status = 'waiting' AND p.denied_at IS NULL)
"""
ALL_COUNT = f"count(*) >= {MOST_WAITING}"
THERE_COUNT = f"count(*) FILTER (WHERE p.left_at IS NULL) >= {MOST_WAITING} OR count(*) >= {MOST_KNOCKS}"
GUARD = kept.FUNCTIONS["guard_place()"]
LEAVES = "NEW.left_at IS DISTINCT FROM OLD.left_at"
WAITS = "(OLD.status = 'waiting' AND NEW.status = 'waiting')"
"""Who waits has not been inside, so that nothing of theirs is counted by when they left."""
FORWARDS = (
    f"CREATE OR REPLACE FUNCTION guard_place() {GUARD.replace(LEAVES, f'({LEAVES} AND NOT {WAITS})')}",
    STAND,
    "REVOKE EXECUTE ON FUNCTION stand_at_door(uuid, boolean) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION stand_at_door(uuid, boolean) TO parley_web",
    FULL % THERE_COUNT,
)
BACKWARDS = (
    FULL % ALL_COUNT,
    "DROP FUNCTION stand_at_door(uuid, boolean)",
    f"CREATE OR REPLACE FUNCTION guard_place() {GUARD}",
)


async def forwards() -> MigrationManager:
    """Let who waits come and go."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
