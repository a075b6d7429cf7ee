"""A breakout's door is the assignment: what a room's other doors are is set for the meeting, in its main room."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-28T13:07:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "doors of breakout rooms"

DOORS = "access,guests,lobby,locked,wait_for_host,max_minutes"
FORWARDS = (
    f"""
CREATE FUNCTION guard_breakout_doors() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF app_role() = 'parley_web' AND app_service() = '' AND EXISTS (
        SELECT FROM unnest('{{{DOORS}}}'::text[]) AS door(name)
        WHERE NEW.settings->door.name IS DISTINCT FROM OLD.settings->door.name) THEN
        RAISE EXCEPTION 'a breakout has no door of its own' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
""",
    "REVOKE EXECUTE ON FUNCTION guard_breakout_doors() FROM PUBLIC",
    "CREATE TRIGGER rooms_breakout_doors BEFORE UPDATE OF settings ON rooms FOR EACH ROW"
    " WHEN (NEW.parent_room_id IS NOT NULL AND NEW.settings <> OLD.settings)"
    " EXECUTE FUNCTION guard_breakout_doors()",
)
BACKWARDS = (
    "DROP TRIGGER rooms_breakout_doors ON rooms",
    "DROP FUNCTION guard_breakout_doors()",
)


async def forwards() -> MigrationManager:
    """Leave the doors to the meeting."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
