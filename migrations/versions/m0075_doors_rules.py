"""Who was removed from a permanent room does not walk in at its next meeting, and no knock outlasts the page.

Who was removed has a place at the next meeting, and at each one after it, until a host lets them in: `removed` if they
were blocked, else `waiting` away from the door, where they are listed once they knock. A guest's cookie goes along. As a
guest can throw it away, all guests wait while one is kept out like that, with whatever link or invitation they come.

Web processes say who waits with a page that is open (`keep_at_door`); whom none has seen for a while has left the door
(`clear_doors`, so many a round, and telling of none whose meeting is over). Both pass over rows that somebody is
changing: the next round finds them.

Only an invitation whose place is still `invited` is withdrawn with the place; of who waited, or is blocked, the place is
kept and the invitation revoked beside it (`revoke_of_removed`; not one to a whole series).
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0055_invitations_rules as invitations
from migrations.versions import m0058_switches as switches
from migrations.versions import m0068_links_rules as links
from migrations.versions import m0070_permanent_rules as permanent
from migrations.versions import m0072_left_doors as left_doors
from migrations.versions import m0074_series_hosts_rules as hosts

ID = "2026-11-28T13:05:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of who stays out, and of who is at the door"

OUT = f"(p.status = 'removed' OR p.status = 'waiting' AND {permanent.TAKEN_ALONG})"
"""Removed at this meeting, or at one before and not let in since."""
MOST_CLEARED = 500
MINE = "(p.user_id = app_user() OR p.id = app_participant())"
NEW = {
    "ended_for_good(link text)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN EXISTS (SELECT FROM room_series s WHERE s.slug = link AND s.rule = '' AND s.cancelled_at IS NOT NULL
            AND NOT EXISTS (SELECT FROM rooms r WHERE r.series_id = s.id AND r.status IN {permanent.OPEN}))""",
    "guests_kept_out(room uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN EXISTS (SELECT FROM participants p WHERE p.room_id = room AND p.user_id IS NULL
            AND p.status IN ('removed', 'waiting') AND {permanent.TAKEN_ALONG})""",
    "come_to_door(place uuid)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            is_back boolean;
        BEGIN
            UPDATE participants p SET last_seen_at = clock_timestamp(),
                left_at = CASE WHEN p.left_at IS NOT NULL AND lobby_is_full(p.room_id) THEN p.left_at END
            FROM (SELECT w.id, w.left_at FROM participants w WHERE w.id = place FOR NO KEY UPDATE) AS was
            WHERE p.id = was.id AND p.status = 'waiting' AND {MINE}
            RETURNING was.left_at IS NOT NULL AND p.left_at IS NULL INTO is_back;
            RETURN coalesce(is_back, false);
        END $$""",
    "leave_door(place uuid, unseen interval)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE participants p SET left_at = clock_timestamp()
            WHERE p.id = place AND p.status = 'waiting' AND p.left_at IS NULL AND {MINE}
              AND coalesce(p.last_seen_at, p.created_at) <= clock_timestamp() - unseen;
            RETURN FOUND;
        END $$""",
    "keep_at_door(places uuid[])": f"""
        RETURNS TABLE (place uuid, room uuid) LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            RETURN QUERY
            WITH there AS (
                SELECT w.id, w.left_at FROM participants w WHERE w.id = ANY (places) AND w.status = 'waiting'
                ORDER BY w.id FOR NO KEY UPDATE SKIP LOCKED),
            seen AS (
                UPDATE participants p SET last_seen_at = clock_timestamp(),
                    left_at = CASE WHEN p.left_at IS NOT NULL AND lobby_is_full(p.room_id) THEN p.left_at END
                FROM there WHERE p.id = there.id
                RETURNING p.id, p.room_id, there.left_at IS NOT NULL AND p.left_at IS NULL AS is_back)
            SELECT s.id, s.room_id FROM seen s WHERE s.is_back;
        END $$""",
    "clear_doors(unseen interval)": f"""
        RETURNS TABLE (place uuid, room uuid) LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            RETURN QUERY
            WITH gone AS (
                UPDATE participants p SET left_at = clock_timestamp() WHERE p.id IN (
                    SELECT w.id FROM participants w WHERE w.status = 'waiting' AND w.left_at IS NULL
                      AND coalesce(w.last_seen_at, w.created_at) <= clock_timestamp() - unseen
                    ORDER BY w.id LIMIT {MOST_CLEARED} FOR NO KEY UPDATE SKIP LOCKED)
                RETURNING p.id, p.room_id)
            SELECT g.id, g.room_id FROM gone g JOIN rooms r ON r.id = g.room_id WHERE r.status IN {permanent.OPEN};
        END $$""",
    "revoke_of_removed(place uuid)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE room_invitations i SET status = 'revoked' FROM participants p
            WHERE p.id = place AND p.status = 'removed' AND p.room_id IN (SELECT moderated_rooms()) AND i.room_id = p.room_id
              AND i.kind = 'address' AND (i.id = p.id OR i.invitee_id = p.user_id) AND i.series_of IS DISTINCT FROM i.id
              AND i.status IN ('pending', 'accepted', 'tentative', 'declined');
            RETURN FOUND;
        END $$""",
}
CALLED_BY = {
    "ended_for_good(text)": "parley_web",
    "guests_kept_out(uuid)": "",
    "come_to_door(uuid)": "parley_web",
    "leave_door(uuid, interval)": "parley_web",
    "keep_at_door(uuid[])": "parley_media",
    "clear_doors(interval)": "parley_media",
    "revoke_of_removed(uuid)": "parley_web",
}
WAIT, ENTER, TAKE = (
    "newcomers_wait(room uuid)",
    "enter_by_invitation(hash text, new_place uuid, guest_hash text, guest_name text)",
    "take_along(before uuid, room uuid)",
)
BEFORE = {
    WAIT: links.WAIT,
    ENTER: invitations.FUNCTIONS[ENTER],
    TAKE: permanent.NEW[TAKE],
    "guard_door()": switches.GUARD,
}
WAITS = "(given.kind = 'link' AND has_removed(room.id) OR me IS NULL AND guests_kept_out(room.id))"
CHANGED = {
    WAIT: BEFORE[WAIT].replace(
        "has_removed(room) OR", "has_removed(room) OR (app_user() IS NULL AND guests_kept_out(room)) OR"
    ),
    ENTER: BEFORE[ENTER]
    .replace("CASE WHEN given.kind = 'link' AND has_removed(room.id) THEN", f"CASE WHEN {WAITS} THEN")
    .replace("given.kind = 'address' OR NOT has_removed(room.id),", f"NOT {WAITS},"),
    TAKE: f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            kept rooms;
            known record;
            place uuid;
        BEGIN
            SELECT r.* INTO kept FROM rooms r WHERE r.id = room;
            WITH moved AS (
                UPDATE room_invitations i SET room_id = room, uses = CASE WHEN i.kind = 'link' THEN i.uses ELSE 0 END,
                    expires_at = CASE WHEN {permanent.TAKEN} THEN greatest(i.expires_at, now() + {permanent.STAYS})
                        ELSE i.expires_at END
                WHERE i.room_id = before AND ({invitations.HOLDS} AND (i.kind = 'address' OR i.uses < i.max_uses)
                    OR {permanent.TAKEN} AND i.status IN ('pending', 'accepted', 'tentative', 'declined'))
                RETURNING i.id)
            UPDATE invitation_mails m SET room_id = room FROM moved WHERE m.invitation_id = moved.id AND m.state = 'waiting';
            FOR known IN SELECT p.id, p.user_id, p.guest_token_hash, p.display_name, {OUT} AS is_out,
                        p.status = 'removed' AND p.is_blocked AS is_blocked,
                        i.role = 'cohost' AND p.role IN ('host', 'cohost') AND NOT p.stands_in AS leads
                    FROM participants p LEFT JOIN room_invitations i ON i.room_id = room AND i.kind = 'address'
                        AND i.invitee_id = p.user_id
                    WHERE p.room_id = before AND p.user_id IS DISTINCT FROM kept.host_id
                      AND ({OUT} OR i.id IS NOT NULL)
                    ORDER BY p.created_at, p.id, i.role LOOP
                place := gen_random_uuid();
                UPDATE participants p SET guest_token_hash = NULL WHERE p.id = known.id AND p.guest_token_hash IS NOT NULL;
                INSERT INTO participants (id, room_id, user_id, guest_token_hash, role, is_invited, is_blocked, status,
                    left_at, display_name, identity)
                VALUES (place, room, known.user_id, known.guest_token_hash,
                    CASE WHEN known.user_id IS NULL THEN 'guest' WHEN known.leads AND NOT known.is_out THEN 'cohost'
                        ELSE 'participant' END,
                    NOT known.is_out, known.is_blocked,
                    CASE WHEN known.is_blocked THEN 'removed' WHEN known.is_out THEN 'waiting' ELSE 'invited' END,
                    CASE WHEN known.is_out AND NOT known.is_blocked THEN now() END,
                    CASE WHEN NOT known.is_out THEN place::text WHEN known.user_id IS NULL THEN known.display_name
                        ELSE person_name(known.user_id) END, place::text)
                ON CONFLICT DO NOTHING;
            END LOOP;
        END $$""",
    "guard_door()": BEFORE["guard_door()"]
    .replace("NEW.is_invited, NEW.is_renamed)", "NEW.is_invited, NEW.is_renamed, NEW.is_blocked)")
    .replace("OLD.is_invited, OLD.is_renamed)", "OLD.is_invited, OLD.is_renamed, OLD.is_blocked)"),
}
WITHDRAW = hosts.WITHDRAWN.replace(
    "(p.admitted_at IS NOT NULL", "(p.status <> 'invited' OR p.admitted_at IS NOT NULL"
)
STAND = "stand_at_door(uuid, boolean)"
FORWARDS = (
    *(f"CREATE FUNCTION {name} {body}" for name, body in NEW.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in CHANGED.items()),
    WITHDRAW,
    f"DROP FUNCTION {STAND}",
    "GRANT UPDATE (is_blocked) ON participants TO parley_web",
    "UPDATE participants p SET is_blocked = true FROM rooms r"
    " WHERE r.id = p.room_id AND r.type = 'permanent' AND p.status = 'removed'",
)
"""Whom hosts removed before this stayed out of all later meetings, and still do."""
BACKWARDS = (
    "REVOKE UPDATE (is_blocked) ON participants FROM parley_web",
    hosts.WITHDRAWN,
    left_doors.STAND,
    f"REVOKE EXECUTE ON FUNCTION {STAND} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {STAND} TO parley_web",
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in BEFORE.items()),
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
)


async def forwards() -> MigrationManager:
    """Hold the doors of later meetings, and clear those that nobody is at."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
