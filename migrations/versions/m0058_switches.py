"""What a host turned off, or said of somebody, holds in the database too: chat, names.

The policy is restrictive, so that it holds beside whatever else lets a message in.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0054_doors as doors

ID = "2026-11-28T05:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "switches that hold"

LAST_GUARD = doors.GUARD_DOOR.replace(doors.OPEN_BEFORE, doors.THEIRS)
GUARD = LAST_GUARD.replace(
    "IF NOT (NEW.may_speak AND NEW.can_share_screen) OR (",
    "IF NOT (NEW.may_speak AND NEW.can_share_screen) OR NEW.is_renamed OR (",
).replace(
    "(NEW.may_speak, NEW.can_share_screen, NEW.is_invited) IS DISTINCT FROM"
    " (OLD.may_speak, OLD.can_share_screen, OLD.is_invited)",
    "(NEW.may_speak, NEW.can_share_screen, NEW.is_invited, NEW.is_renamed) IS DISTINCT FROM"
    " (OLD.may_speak, OLD.can_share_screen, OLD.is_invited, OLD.is_renamed)\n"
    "                OR (OLD.is_renamed AND NEW.display_name <> OLD.display_name)",
)
IS_ON = f"""
CREATE FUNCTION is_on(room uuid, switch text) RETURNS boolean LANGUAGE sql STABLE {DEFINER}
    RETURN room IN (SELECT moderated_rooms()) OR NOT EXISTS (
        SELECT FROM rooms r WHERE r.id = room AND NOT (r.settings->>switch)::boolean)
"""
"""Whether a switch of the room lets the actor; host and co-hosts are not bound by it."""
FORWARDS = (
    f"CREATE OR REPLACE FUNCTION guard_door() {GUARD}",
    "GRANT UPDATE (is_renamed) ON participants TO parley_web",
    IS_ON,
    "REVOKE EXECUTE ON FUNCTION is_on(uuid, text) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION is_on(uuid, text) TO parley_web",
    "CREATE POLICY chat_messages_web_switch ON chat_messages AS RESTRICTIVE FOR INSERT TO parley_web"
    " WITH CHECK (is_on(room_id, 'allow_chat'))",
)
BACKWARDS = (
    "DROP POLICY chat_messages_web_switch ON chat_messages",
    "DROP FUNCTION is_on(uuid, text)",
    "REVOKE UPDATE (is_renamed) ON participants FROM parley_web",
    f"CREATE OR REPLACE FUNCTION guard_door() {LAST_GUARD}",
)


async def forwards() -> MigrationManager:
    """Hold the switches."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
