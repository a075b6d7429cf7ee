"""Invitations are found by their token's hash, answered, used and renewed by functions alone.

Nobody updates a row directly: who is invited sees only what their token opens, and a row is used under its lock,
so that of two who use an invitation for one person at the same moment exactly one comes in. An invitation is a
door key, not the door: the place it makes is `invited`, and `waiting` where a link is used after somebody was
removed, because they may hold it too.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import BY_ADDRESS, HOSTED
from migrations.versions.m0018_invitations import FORWARDS as WITHDRAWN_BEFORE

ID = "2026-11-28T01:55:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of invitations by link"

TABLE = "room_invitations"
OPEN = "('scheduled', 'waiting', 'live')"
HOLDS = "i.status IN ('pending', 'accepted', 'tentative', 'declined') AND i.expires_at > now()"
STATES_BEFORE = "status IN ('pending', 'accepted', 'declined', 'revoked', 'expired')"
STATES = "status IN ('pending', 'accepted', 'tentative', 'declined', 'revoked', 'expired')"
EARLIEST = "interval '12 hours'"
"""Before the meeting: a guest's cookie lasts a day (`server/meeting/guests.py`)."""
CHECKS = {
    "kind_state": "kind IN ('address', 'link')",
    "role_state": "role IN ('participant', 'cohost') AND (kind = 'address' OR role = 'participant')",
    "counted": "uses BETWEEN 0 AND max_uses AND max_uses BETWEEN 1 AND 1000 AND (kind = 'link' OR max_uses = 1)",
    "version": "token_version >= 0",
    "answered": "isfinite(answered_at)",
}
FUNCTIONS = {
    "invitation_by(hash text)": f"""
        RETURNS TABLE (id uuid, room_id uuid, kind text, role text, status text, expires_at timestamptz, has_uses boolean,
            answered_at timestamptz, slug text, name text, host_name text, room_status text,
            scheduled_start_time timestamptz, time_zone text, guests boolean, has_account boolean, is_host boolean)
        LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT i.id, i.room_id, i.kind, i.role, i.status, i.expires_at, i.uses < i.max_uses, i.answered_at, r.slug,
                r.name, u.name, r.status, r.scheduled_start_time, r.time_zone,
                coalesce((r.settings ->> 'guests')::boolean, true), i.invitee_id IS NOT NULL,
                coalesce(r.host_id = app_user(), false)
            FROM room_invitations i JOIN rooms r ON r.id = i.room_id LEFT JOIN users u ON u.id = r.host_id
            WHERE i.token = hash AND {HOLDS};
        END""",
    "answer_invitation(hash text, answer text)": f"""
        RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            said text;
        BEGIN
            IF answer NOT IN ('accepted', 'declined', 'tentative') THEN
                RETURN NULL;
            END IF;
            UPDATE room_invitations i SET status = answer, answered_at = now()
            FROM rooms r WHERE i.token = hash AND i.kind = 'address' AND {HOLDS}
              AND r.id = i.room_id AND r.status IN {OPEN} RETURNING i.status INTO said;
            RETURN said;
        END $$""",
    "enter_by_invitation(hash text, new_place uuid, guest_hash text, guest_name text)": f"""
        RETURNS TABLE (outcome text, slug text, place uuid) LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            given room_invitations;
            room rooms;
            mine participants;
            me uuid := app_user();
            seat uuid := new_place;
        BEGIN
            SELECT i.* INTO given FROM room_invitations i WHERE i.token = hash AND {HOLDS} FOR NO KEY UPDATE;
            SELECT r.* INTO room FROM rooms r WHERE r.id = given.room_id AND r.status IN {OPEN};
            IF room.id IS NULL THEN
                RETURN;
            END IF;
            SELECT p.* INTO mine FROM participants p WHERE p.room_id = room.id AND p.user_id = me;
            IF room.host_id = me OR (given.kind = 'link' AND mine.id IS NOT NULL) THEN
                RETURN QUERY SELECT 'known', room.slug::text, mine.id;
                RETURN;
            ELSIF me IS NULL AND (given.role = 'cohost' OR given.invitee_id IS NOT NULL
                    OR NOT coalesce((room.settings ->> 'guests')::boolean, true)) THEN
                RETURN QUERY SELECT 'account_needed', NULL::text, NULL::uuid;
                RETURN;
            ELSIF given.uses >= given.max_uses AND (me IS NULL OR given.invitee_id IS DISTINCT FROM me) THEN
                RETURN QUERY SELECT 'used', NULL::text, NULL::uuid;
                RETURN;
            ELSIF me IS NOT NULL AND given.invitee_id <> me THEN
                RETURN QUERY SELECT 'other_account', NULL::text, NULL::uuid;
                RETURN;
            END IF;
            IF me IS NULL AND room.scheduled_start_time > now() + {EARLIEST} THEN
                RETURN QUERY SELECT 'early', NULL::text, NULL::uuid;
                RETURN;
            ELSIF mine.id IS NOT NULL THEN
                seat := mine.id;
            ELSE
                IF given.kind = 'address' AND NOT EXISTS (SELECT FROM participants p WHERE p.id = given.id) THEN
                    seat := given.id;
                END IF;
                INSERT INTO participants (id, room_id, user_id, role, status, is_invited, display_name, identity,
                    guest_token_hash)
                SELECT seat, room.id, me, CASE WHEN me IS NULL THEN 'guest' ELSE given.role END,
                    CASE WHEN given.kind = 'link' AND has_removed(room.id) THEN 'waiting' ELSE 'invited' END,
                    given.kind = 'address' OR NOT has_removed(room.id),
                    CASE WHEN me IS NULL THEN guest_name ELSE seat::text END, seat::text,
                    CASE WHEN me IS NULL THEN guest_hash END;
            END IF;
            UPDATE room_invitations i SET uses = least(i.uses + 1, i.max_uses), answered_at = now(),
                invitee_id = CASE WHEN i.kind = 'address' THEN coalesce(i.invitee_id, me) ELSE i.invitee_id END,
                status = CASE WHEN i.kind = 'address' OR i.uses + 1 >= i.max_uses THEN 'accepted' ELSE i.status END
            WHERE i.id = given.id;
            RETURN QUERY SELECT 'entered', room.slug::text, seat;
        END $$""",
    "renew_invitation(room uuid, invitation uuid, version integer, hash text, days integer)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE room_invitations SET token = hash, token_version = version,
                expires_at = now() + make_interval(days => least(days, 366)),
                status = CASE WHEN status IN ('expired', 'declined') THEN 'pending' ELSE status END,
                uses = CASE WHEN kind = 'address' THEN 0 ELSE uses END
            WHERE id = invitation AND room_id = room AND room IN (SELECT hosted_rooms())
              AND status <> 'revoked' AND token_version < version
              AND room IN (SELECT r.id FROM rooms r WHERE r.status IN {OPEN});
            RETURN FOUND;
        END $$""",
}
WITHDRAW = f"""
    CREATE OR REPLACE FUNCTION withdraw_invitation(room uuid, invitation uuid) RETURNS boolean
    LANGUAGE plpgsql {DEFINER} AS $$
    BEGIN
        IF room NOT IN (SELECT hosted_rooms()) THEN
            RETURN false;
        END IF;
        UPDATE room_invitations SET status = 'revoked'
        WHERE id = invitation AND room_id = room AND status IN ('pending', 'accepted', 'tentative', 'declined')
          AND (kind = 'link' OR NOT EXISTS (
            SELECT FROM participants p WHERE p.room_id = room AND (p.admitted_at IS NOT NULL OR p.joined_at IS NOT NULL
                OR (p.user_id IS NOT NULL AND p.display_name <> p.identity))
              AND (p.user_id = invitee_id OR p.id = invitation)));
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        DELETE FROM participants WHERE id = invitation AND room_id = room;
        RETURN true;
    END $$
"""
"""Who was asked in and has not come loses the place again; of who came by a link nothing is taken."""
SIGNATURES = (
    "invitation_by(text)",
    "answer_invitation(text, text)",
    "enter_by_invitation(text, uuid, text, text)",
    "renew_invitation(uuid, uuid, integer, text, integer)",
)
FORWARDS = (
    *(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{name} CHECK ({rule}) NOT VALID" for name, rule in CHECKS.items()),
    f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_status_state",
    f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_status_state CHECK ({STATES}) NOT VALID",
    f"REVOKE UPDATE ON {TABLE} FROM parley_web",
    f"REVOKE UPDATE (status, invitee_id) ON {TABLE} FROM parley_web",
    f"DROP POLICY {TABLE}_web_update ON {TABLE}",
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in SIGNATURES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO parley_web" for name in SIGNATURES),
    WITHDRAW,
)
BACKWARDS = (
    WITHDRAWN_BEFORE[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
    *(f"DROP FUNCTION {name}" for name in SIGNATURES),
    f"CREATE POLICY {TABLE}_web_update ON {TABLE} FOR UPDATE TO parley_web"
    f" USING ({HOSTED} OR invitee_id = app_user() OR invitee_email_key {BY_ADDRESS})",
    f"GRANT UPDATE (status, invitee_id) ON {TABLE} TO parley_web",
    f"UPDATE {TABLE} SET status = 'pending' WHERE status = 'tentative'",
    f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_status_state",
    f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_status_state CHECK ({STATES_BEFORE}) NOT VALID",
    *(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_{name}" for name in CHECKS),
)


async def forwards() -> MigrationManager:
    """Give invitations answers, roles and uses."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
