"""What is true of somebody in a meeting is said by their place in its main room, and the breakouts follow.

Web processes write it to no place in a breakout: only the trigger that follows the main place does, one level deeper.
Somebody's own name is theirs to bring along, and names in a transcript
are corrected when the meeting is over.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0062_breakouts_rules as breakouts
from migrations.versions import m0066_help_rules as help_rules
from migrations.versions import m0070_permanent_rules as permanent

ID = "2026-11-28T13:07:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "people of breakout rooms"

HOSTED = "r.id = heir.room_id AND r.host_id = app_user()"
HAND_OVER = permanent.CHANGED[permanent.HAND_OVER]
SAID = "role, may_speak, can_share_screen, is_invited, is_renamed, is_blocked"
WATCHED = f"{SAID}, status, display_name"
REMOVED = "(NEW.status = 'removed') <> (OLD.status = 'removed')"
CHANGES = " OR ".join((REMOVED, *(f"NEW.{column} <> OLD.{column}" for column in SAID.split(", "))))
GUARD = f"""
CREATE FUNCTION guard_breakout_person() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF app_role() = 'parley_web' AND app_service() = '' AND pg_trigger_depth() = 1
        AND ({CHANGES} OR (OLD.user_id = app_user() OR OLD.id = app_participant()) IS NOT TRUE
            AND OLD.room_id IN (SELECT r.id FROM rooms r WHERE r.status IN {permanent.OPEN})) THEN
        RAISE EXCEPTION 'that is said by the place in the main room' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
FOLLOW = "follow_main_place()"
FOLLOWING = help_rules.FUNCTIONS[FOLLOW]
UPWARDS = """IF NEW.status = 'removed' THEN
                    UPDATE participants m SET status = 'removed'
                        WHERE m.id = NEW.main_participant_id AND m.status <> 'removed';
                ELSIF NEW.status"""
NAMED = "display_name = NEW.display_name,"
RENAMED = "is_renamed = CASE WHEN NEW.is_renamed <> OLD.is_renamed THEN NEW.is_renamed ELSE p.is_renamed END,"
FOLLOWS = FOLLOWING.replace(UPWARDS, "IF NEW.status").replace(NAMED, f"{NAMED} {RENAMED}")
FOLLOWER = breakouts.TRIGGERS["participants", "follow"]
FOLLOWS_NAMES = FOLLOWER.replace(breakouts.FOLLOWED, f"{breakouts.FOLLOWED}, is_renamed").replace(
    "WHEN (", "WHEN (NEW.is_renamed <> OLD.is_renamed OR "
)
GIVE = "give_breakout_place(main_place uuid, breakout uuid)"
GIVEN = breakouts.FUNCTIONS[GIVE]
GIVES_NAMES = GIVEN.replace("may_speak, can_share_screen)", "may_speak, can_share_screen, is_renamed)").replace(
    "m.may_speak, m.can_share_screen", "m.may_speak, m.can_share_screen, m.is_renamed"
)
FORWARDS = (
    f"CREATE OR REPLACE FUNCTION {permanent.HAND_OVER} {HAND_OVER.replace(HOSTED, f'{HOSTED} AND r.parent_room_id IS NULL')}",
    f"CREATE OR REPLACE FUNCTION {FOLLOW} {FOLLOWS}",
    f"CREATE OR REPLACE FUNCTION {GIVE} {GIVES_NAMES}",
    "DROP TRIGGER participants_follow ON participants",
    f"CREATE TRIGGER participants_follow {FOLLOWS_NAMES}",
    GUARD,
    "REVOKE EXECUTE ON FUNCTION guard_breakout_person() FROM PUBLIC",
    f"CREATE TRIGGER participants_breakout_person BEFORE UPDATE OF {WATCHED} ON participants FOR EACH ROW"
    f" WHEN (NEW.main_participant_id IS NOT NULL AND ({CHANGES} OR NEW.display_name <> OLD.display_name))"
    " EXECUTE FUNCTION guard_breakout_person()",
)
BACKWARDS = (
    "DROP TRIGGER participants_breakout_person ON participants",
    "DROP FUNCTION guard_breakout_person()",
    "DROP TRIGGER participants_follow ON participants",
    f"CREATE TRIGGER participants_follow {FOLLOWER}",
    f"CREATE OR REPLACE FUNCTION {GIVE} {GIVEN}",
    f"CREATE OR REPLACE FUNCTION {FOLLOW} {FOLLOWING}",
    f"CREATE OR REPLACE FUNCTION {permanent.HAND_OVER} {HAND_OVER}",
)


async def forwards() -> MigrationManager:
    """Let the breakouts follow."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
