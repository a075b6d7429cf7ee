"""Who gives the spotlight: host and co-hosts, to one person of the meeting at a time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-28T09:03:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of the spotlight"

SPOTLIGHT = f"""
CREATE FUNCTION shine_on(room uuid, place uuid) RETURNS timestamptz LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    since timestamptz := clock_timestamp();
BEGIN
    IF room NOT IN (SELECT moderated_rooms()) THEN
        RETURN NULL;
    END IF;
    UPDATE participants p SET spotlit_at = CASE WHEN p.id = place THEN since END
    WHERE p.room_id = room AND (p.id = place OR p.spotlit_at IS NOT NULL);
    RETURN since;
END $$
"""
FORWARDS = (
    SPOTLIGHT,
    "REVOKE EXECUTE ON FUNCTION shine_on(uuid, uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION shine_on(uuid, uuid) TO parley_web",
)
BACKWARDS = ("DROP FUNCTION shine_on(uuid, uuid)",)


async def forwards() -> MigrationManager:
    """Let host and co-hosts give the spotlight."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
