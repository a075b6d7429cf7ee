"""What is true of somebody in a meeting is said by their place in its main room, and the breakouts follow.

Web processes write it to no place in a breakout: only the trigger that follows the main place does, one level deeper.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0066_help_rules as help_rules
from migrations.versions import m0070_permanent_rules as permanent

ID = "2026-11-28T13:07:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "people of breakout rooms"

HOSTED = "r.id = heir.room_id AND r.host_id = app_user()"
HAND_OVER = permanent.CHANGED[permanent.HAND_OVER]
SAID = "role, is_blocked"
FOLLOWED = f"{SAID}, status"
GUARD = f"""
CREATE FUNCTION guard_breakout_person() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF app_role() = 'parley_web' AND app_service() = '' AND pg_trigger_depth() = 1 THEN
        RAISE EXCEPTION 'that is said by the place in the main room' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
REMOVED = "(NEW.status = 'removed') <> (OLD.status = 'removed')"
CHANGES = " OR ".join((REMOVED, *(f"NEW.{column} <> OLD.{column}" for column in SAID.split(", "))))
FOLLOW = "follow_main_place()"
FOLLOWING = help_rules.FUNCTIONS[FOLLOW]
UPWARDS = """IF NEW.status = 'removed' THEN
                    UPDATE participants m SET status = 'removed'
                        WHERE m.id = NEW.main_participant_id AND m.status <> 'removed';
                ELSIF NEW.status"""
FOLLOWS = FOLLOWING.replace(UPWARDS, "IF NEW.status")
FORWARDS = (
    f"CREATE OR REPLACE FUNCTION {permanent.HAND_OVER} {HAND_OVER.replace(HOSTED, f'{HOSTED} AND r.parent_room_id IS NULL')}",
    f"CREATE OR REPLACE FUNCTION {FOLLOW} {FOLLOWS}",
    GUARD,
    "REVOKE EXECUTE ON FUNCTION guard_breakout_person() FROM PUBLIC",
    f"CREATE TRIGGER participants_breakout_person BEFORE UPDATE OF {FOLLOWED} ON participants FOR EACH ROW"
    f" WHEN (NEW.main_participant_id IS NOT NULL AND ({CHANGES})) EXECUTE FUNCTION guard_breakout_person()",
)
BACKWARDS = (
    "DROP TRIGGER participants_breakout_person ON participants",
    "DROP FUNCTION guard_breakout_person()",
    f"CREATE OR REPLACE FUNCTION {FOLLOW} {FOLLOWING}",
    f"CREATE OR REPLACE FUNCTION {permanent.HAND_OVER} {HAND_OVER}",
)


async def forwards() -> MigrationManager:
    """Let the breakouts follow."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
