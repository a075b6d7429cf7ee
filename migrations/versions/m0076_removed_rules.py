"""A removal from a permanent room ends after LASTS, unless it is a block, and what was kept for it is deleted then.

`removed_at` says when, also of who waits at a later meeting for it; only the trigger and `take_along` set it. What is
older is not taken along, and keeps no guests waiting. `expire_removals` deletes the places that removed people have at
meetings they never were at: of who is not at the door once the time is over, also who was removed there again, and of
everybody where the meeting is over and the next one has places of its own. At the meeting ahead, whose invitation holds
is invited again instead. A cookie that nobody is asked for any more goes from where they were, too.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0070_permanent_rules as permanent
from migrations.versions import m0075_doors_rules as doors

ID = "2026-11-28T13:06:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "how long removals last"

LASTS = "interval '30 days'"
MOST_EXPIRED = 500
HOLDS = f"(p.is_blocked AND p.status = 'removed' OR coalesce(p.removed_at > now() - {LASTS}, false))"
OUT = f"({doors.OUT} AND {HOLDS})"
OPEN = permanent.OPEN
NEXT_IS_THERE = """EXISTS (SELECT FROM room_series s WHERE s.id = r.series_id AND (s.cancelled_at IS NOT NULL
                        OR EXISTS (SELECT FROM rooms n WHERE n.series_id = s.id AND n.created_at > r.created_at)))"""
AWAY = f"""(p.status = 'waiting' AND p.left_at IS NOT NULL AND {permanent.TAKEN_ALONG}
                        OR p.status = 'removed' AND p.joined_at IS NULL AND r.type = 'permanent')"""
INVITED = """EXISTS (SELECT FROM room_invitations i WHERE i.room_id = p.room_id AND i.kind = 'address'
                    AND i.invitee_id = p.user_id AND i.status IN ('pending', 'accepted', 'tentative', 'declined'))"""
NEW = {
    "date_removal()": """
        RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.removed_at := CASE WHEN NEW.status = 'removed' THEN now() END;
            RETURN NEW;
        END $$""",
    "expire_removals()": f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            gone bigint;
            unasked bigint;
        BEGIN
            WITH stale AS (
                SELECT p.id, r.status IN {OPEN} AND {INVITED} AS is_expected FROM participants p
                JOIN rooms r ON r.id = p.room_id
                WHERE p.removed_at IS NOT NULL AND CASE WHEN r.status IN {OPEN} THEN {AWAY} AND NOT {HOLDS}
                    ELSE p.status IN ('waiting', 'removed') AND {permanent.TAKEN_ALONG} AND {NEXT_IS_THERE} END
                ORDER BY p.id LIMIT {MOST_EXPIRED} FOR UPDATE OF p SKIP LOCKED),
            expected AS (
                UPDATE participants p SET status = 'invited', is_invited = true, left_at = NULL, denied_at = NULL,
                    admitted_at = NULL, knock_note = '', display_name = p.id::text, is_renamed = false
                FROM stale s WHERE p.id = s.id AND s.is_expected RETURNING p.id),
            deleted AS (
                DELETE FROM participants p USING stale s WHERE p.id = s.id AND NOT s.is_expected RETURNING p.id)
            SELECT (SELECT count(*) FROM expected) + (SELECT count(*) FROM deleted) INTO gone;
            WITH stale AS (
                SELECT p.id FROM participants p JOIN rooms r ON r.id = p.room_id
                WHERE p.removed_at <= now() - {LASTS} AND p.guest_token_hash IS NOT NULL AND r.status NOT IN {OPEN}
                ORDER BY p.id LIMIT {MOST_EXPIRED} FOR NO KEY UPDATE OF p SKIP LOCKED)
            UPDATE participants p SET guest_token_hash = NULL FROM stale WHERE p.id = stale.id;
            GET DIAGNOSTICS unasked = ROW_COUNT;
            RETURN gone + unasked;
        END $$""",
}
CALLED_BY = {"date_removal()": "", "expire_removals()": "parley_worker"}
KEPT_OUT = "guests_kept_out(room uuid)"
BEFORE = {doors.TAKE: doors.CHANGED[doors.TAKE], KEPT_OUT: doors.NEW[KEPT_OUT]}
CHANGED = {
    doors.TAKE: BEFORE[doors.TAKE]
    .replace(doors.OUT, OUT)
    .replace("AS is_blocked,\n", "AS is_blocked, p.removed_at,\n")
    .replace("is_blocked, status,\n                    left_at,", "is_blocked, status,\n                    removed_at, left_at,")
    .replace("ELSE 'invited' END,\n", "ELSE 'invited' END,\n                    CASE WHEN known.is_out THEN known.removed_at END,\n"),
    KEPT_OUT: BEFORE[KEPT_OUT].replace(permanent.TAKEN_ALONG, f"{permanent.TAKEN_ALONG} AND {HOLDS}"),
}
REMOVING = (
    "TRIGGER participants_removal BEFORE UPDATE OF status ON participants FOR EACH ROW"
    " WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION date_removal()"
)
FORWARDS = (
    "UPDATE participants SET removed_at = coalesce(left_at, updated_at) WHERE status = 'removed'",
    f"UPDATE participants p SET removed_at = p.created_at WHERE p.status = 'waiting' AND {permanent.TAKEN_ALONG}",
    *(f"CREATE FUNCTION {name} {body}" for name, body in NEW.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in CHANGED.items()),
    f"CREATE {REMOVING}",
)
"""Whom hosts removed before this, and waits for it, is not known to have been out before that meeting."""
BACKWARDS = (
    "DROP TRIGGER participants_removal ON participants",
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in BEFORE.items()),
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
)


async def forwards() -> MigrationManager:
    """Let removals end."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
