"""Nobody but the host changes what is said of the host's place: co-hosts remove, silence and rename everybody else.

The trigger is not SECURITY DEFINER, so that `current_user` tells a statement of the web process from one of a function:
functions check for themselves, such as those that hand a meeting over. A co-host may end the meeting, which leaves
everybody `left`, let a host in who waits, and correct the names in a transcript when the meeting is over.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-29T02:09:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "what nobody changes of a host"

GUARDING = "guard_host()"
KEPT = ("may_speak", "can_share_screen", "is_muted", "is_renamed", "role")
LEFT_OR_LET_IN = "(NEW.status = 'left' OR NEW.status = 'invited' AND OLD.status IN ('waiting', 'removed'))"
OVER = "('ended', 'archived', 'cancelled')"
GUARD = f"""
        RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_user <> 'parley_web' OR app_service() <> '' THEN
                RETURN NEW;
            END IF;
            IF OLD.user_id = app_user() OR OLD.room_id IN (SELECT hosted_rooms()) THEN  -- others may not call it
                RETURN NEW;
            END IF;
            IF ({", ".join(f"NEW.{name}" for name in KEPT)}) IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in KEPT)})
                OR (NEW.status <> OLD.status AND NOT {LEFT_OR_LET_IN})
                OR (NEW.is_blocked AND NOT OLD.is_blocked) OR (OLD.is_invited AND NOT NEW.is_invited)
                OR (NEW.display_name <> OLD.display_name
                    AND OLD.room_id NOT IN (SELECT r.id FROM rooms r WHERE r.status IN {OVER})) THEN
                RAISE EXCEPTION 'nobody has power over the host' USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NEW;
        END $$"""
HOLDING = (
    "TRIGGER participants_host BEFORE UPDATE ON participants FOR EACH ROW"
    " WHEN (OLD.role = 'host') EXECUTE FUNCTION guard_host()"
)
FORWARDS = (
    f"CREATE FUNCTION {GUARDING} {GUARD}",
    f"REVOKE EXECUTE ON FUNCTION {GUARDING} FROM PUBLIC",
    f"CREATE {HOLDING}",
)
BACKWARDS = ("DROP TRIGGER participants_host ON participants", f"DROP FUNCTION {GUARDING}")


async def forwards() -> MigrationManager:
    """Hold the host's place."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
