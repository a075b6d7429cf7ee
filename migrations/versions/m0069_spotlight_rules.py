"""Who gives the spotlight: host and co-hosts, to one person of the meeting at a time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-28T09:03:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of the spotlight"

SPOTLIGHT = f"""
CREATE FUNCTION shine_on(room uuid, place uuid) RETURNS TABLE (who varchar, since timestamptz, inside boolean)
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    begun timestamptz := clock_timestamp();
BEGIN
    IF room NOT IN (SELECT moderated_rooms()) THEN
        RAISE EXCEPTION 'no host or co-host' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY UPDATE participants p SET spotlit_at = CASE WHEN p.id = place THEN begun END
    WHERE p.room_id = room AND (p.id = place OR p.spotlit_at IS NOT NULL)
    RETURNING p.identity, p.spotlit_at, p.status = 'joined';
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
