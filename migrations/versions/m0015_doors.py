"""What a door says holds: who was removed, who waits to be let in, who may speak, and who reads while it goes on.

The rule of states is NOT VALID here, which the next migration mends in a transaction of its own.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean

from migrations.statements import DEFINER, migration

ID = "2026-11-24T01:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "doors that hold"

OVER = "(SELECT r.status FROM rooms r WHERE r.id = p.room_id) IN ('ended', 'archived')"
READS = f"p.joined_at IS NOT NULL AND (p.status = 'joined' OR (p.status = 'left' AND {OVER}))"
"""While it goes on, those inside, whom everybody sees; afterwards, all who were."""
READS_BEFORE = f"p.status IN ('admitted', 'joined', 'left') AND (p.joined_at IS NOT NULL OR NOT ({OVER}))"
READABLE = f"""
CREATE OR REPLACE FUNCTION readable_rooms() RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 300 {DEFINER} BEGIN ATOMIC
    SELECT p.room_id FROM participants p WHERE p.user_id = app_user() AND {{reads}}
    UNION ALL SELECT p.room_id FROM participants p WHERE p.id = app_participant() AND {{reads}}
    UNION ALL SELECT hosted_rooms();
END
"""
OPEN_BY_LINK = """r.status IN ('scheduled', 'waiting', 'live') AND coalesce(r.settings->>'access', 'link') = 'link'"""
GUESTS = "coalesce((r.settings->>'guests')::boolean, true)"
STATES = "invited waiting admitted joined left removed"
STATES_BEFORE = STATES.replace(" waiting", "")
STATE = "ALTER TABLE participants ADD CONSTRAINT participants_status_state CHECK (status IN ({}))"
GUARD_ROOM = f"""
CREATE OR REPLACE FUNCTION guard_room() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    kept text[] := '{{{{current_participants, updated_at{{kept}}}}}}';
BEGIN
    IF app_role() <> 'parley_web' OR app_service() <> '' OR OLD.id IN (SELECT hosted_rooms()) THEN
        RETURN NEW;
    END IF;
    IF OLD.status = 'live' AND NEW.status = 'ended' THEN
        kept := kept || '{{{{status, ended_at, duration}}}}';
    END IF;
    IF to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
        RAISE EXCEPTION 'a co-host may end the meeting' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
"""A generated column (`search`, m0017) has no value yet where a trigger looks before the row is written."""
FUNCTIONS = {
    "has_removed(room uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN EXISTS (SELECT FROM participants p WHERE p.room_id = room AND p.status = 'removed')""",
    "names_there(room uuid, but uuid)": f"""
        RETURNS TABLE (name varchar) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT p.display_name FROM participants p
            WHERE p.room_id = room AND p.id IS DISTINCT FROM but AND p.status IN ('admitted', 'joined', 'left')
              AND (p.room_id IN (SELECT seen_rooms()) OR EXISTS (
                SELECT FROM rooms r WHERE r.id = room AND {OPEN_BY_LINK}
                AND (app_user() IS NOT NULL OR {GUESTS})))
            ORDER BY p.joined_at NULLS LAST, p.created_at;
        END""",
    "ask_to_enter(place uuid, room uuid, called text, token text)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM rooms r WHERE r.id = room AND {OPEN_BY_LINK}
                           AND (app_user() IS NOT NULL OR {GUESTS})) THEN
                RETURN false;
            END IF;
            INSERT INTO participants (id, room_id, user_id, display_name, role, status, identity, guest_token_hash)
            VALUES (place, room, app_user(), called,
                    CASE WHEN app_user() IS NULL THEN 'guest' ELSE 'participant' END, 'waiting', place::text, token)
            ON CONFLICT DO NOTHING;
            RETURN true;
        END $$""",
    "tell_rename(place uuid, before text)": f"""
        RETURNS SETOF chat_messages LANGUAGE sql {DEFINER} BEGIN ATOMIC
            INSERT INTO chat_messages (room_id, participant_id, name, text)
            SELECT p.room_id, p.id, before, 'is now called ' || p.display_name FROM participants p
            WHERE p.id = place AND (p.user_id = app_user() OR p.id = app_participant())
            RETURNING *;
        END""",
    "ended_sessions(ids uuid[])": f"""
        RETURNS SETOF uuid LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT given.id FROM unnest(ids) AS given(id) WHERE NOT EXISTS (
                SELECT FROM sessions s JOIN users u ON u.id = s.user_id
                WHERE s.id = given.id AND s.revoked_at IS NULL AND s.expires_at > now() AND u.is_active);
        END""",
    "guard_door()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF app_role() <> 'parley_web' OR app_service() <> ''
                OR NEW.room_id IN (SELECT moderated_rooms()) THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'INSERT' THEN
                IF NOT NEW.may_speak OR (NEW.is_invited AND NEW.status <> 'invited') THEN
                    RAISE EXCEPTION 'that is for the host to say' USING ERRCODE = 'insufficient_privilege';
                END IF;
                IF NEW.status = 'admitted' AND has_removed(NEW.room_id) THEN
                    RAISE EXCEPTION 'the host lets newcomers in' USING ERRCODE = 'PY002';
                END IF;
                RETURN NEW;
            END IF;
            IF (NEW.may_speak, NEW.is_invited) IS DISTINCT FROM (OLD.may_speak, OLD.is_invited)
                OR (OLD.status = 'waiting' AND NEW.status <> 'waiting') THEN
                RAISE EXCEPTION 'that is for the host to say' USING ERRCODE = 'insufficient_privilege';
            END IF;
            IF NEW.admitted_at IS DISTINCT FROM OLD.admitted_at AND NOT OLD.is_invited AND NOT EXISTS (
                SELECT FROM rooms r WHERE r.id = OLD.room_id AND {OPEN_BY_LINK}
                AND (OLD.user_id IS NOT NULL OR {GUESTS})) THEN
                RAISE EXCEPTION 'the door is closed' USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NEW;
        END $$""",
}
CALLED_BY = {
    "has_removed(uuid)": "parley_web",
    "names_there(uuid, uuid)": "parley_web",
    "ask_to_enter(uuid, uuid, text, text)": "parley_web",
    "tell_rename(uuid, text)": "parley_web",
    "ended_sessions(uuid[])": "parley_media",
    "guard_door()": "",
}


def _state(states: str) -> str:
    return STATE.format(", ".join(repr(state) for state in states.split()))


FORWARDS = (
    "ALTER TABLE participants DROP CONSTRAINT participants_status_state",
    f"{_state(STATES)} NOT VALID",
    READABLE.format(reads=READS),
    GUARD_ROOM.format(kept=", search"),
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    "GRANT UPDATE (livekit_sid) ON rooms TO parley_web",
    "GRANT UPDATE (may_speak, is_invited) ON participants TO parley_web",
    "CREATE TRIGGER participants_door BEFORE INSERT OR UPDATE ON participants"
    " FOR EACH ROW EXECUTE FUNCTION guard_door()",
)
BACKWARDS = (
    "DROP TRIGGER participants_door ON participants",
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
    READABLE.format(reads=READS_BEFORE),
    GUARD_ROOM.format(kept=""),
    "UPDATE participants SET status = 'removed' WHERE status = 'waiting'",
    "ALTER TABLE participants DROP CONSTRAINT participants_status_state",
    _state(STATES_BEFORE),
)


async def forwards() -> MigrationManager:
    """Hold the doors; newcomers are not known from now on."""
    manager = migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
    manager.alter_column(
        table_class_name="Participants",
        tablename="participants",
        column_name="is_invited",
        db_column_name="is_invited",
        params={"default": False},
        old_params={"default": True},
        column_class=Boolean,
        old_column_class=Boolean,
        schema=None,
    )
    return manager
