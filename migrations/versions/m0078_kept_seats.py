"""A seat that was taken and never sat on is no way past the doors: who has one is a newcomer where newcomers wait.

That holds when they take it again (`guard_door`), and when they connect with a ticket of it (`must_knock`, asked by the
media process). They knock with the place that they have. Whoever was inside, is invited or was let in, or leads the
meeting, comes in as before.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0058_waiting as waiting
from migrations.versions import m0075_doors_rules as doors

ID = "2026-11-29T02:08:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "seats that were never sat on"

LEADS = "('host', 'cohost')"
NEWCOMER = doors.CHANGED[doors.WAIT]
NEW = {
    "newcomer_waits(room uuid, person uuid)": NEWCOMER.replace("app_user()", "person"),
    "must_knock(place uuid)": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN EXISTS (SELECT FROM participants p WHERE p.id = place AND p.status = 'admitted'
            AND p.joined_at IS NULL AND NOT p.is_invited AND p.role NOT IN {LEADS}
            AND newcomer_waits(p.room_id, p.user_id))""",
}
CALLED_BY = {"newcomer_waits(uuid, uuid)": "", "must_knock(uuid)": "parley_web, parley_media"}
BEFORE = {
    doors.WAIT: NEWCOMER,
    waiting.ASK: waiting.LAST_ASK.replace(
        "            IF NOT EXISTS (", "            IF lobby_is_full(room) OR NOT EXISTS (", 1
    ),
    "guard_door()": doors.CHANGED["guard_door()"],
}
CHANGED = {
    doors.WAIT: f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN newcomer_waits(room, app_user())""",
    waiting.ASK: BEFORE[waiting.ASK].replace(
        "            INSERT INTO participants",
        f"""            UPDATE participants p SET status = 'waiting', display_name = called, last_seen_at = clock_timestamp()
            WHERE p.id = place AND p.status = 'admitted' AND {doors.MINE} AND must_knock(p.id);
            IF FOUND THEN
                RETURN true;
            END IF;
            INSERT INTO participants""",
        1,
    ),
    "guard_door()": BEFORE["guard_door()"].replace(
        "            IF NEW.admitted_at IS DISTINCT",
        """            IF NEW.status = 'admitted' AND NEW.admitted_at IS DISTINCT FROM OLD.admitted_at AND must_knock(OLD.id) THEN
                RAISE EXCEPTION 'the host lets newcomers in' USING ERRCODE = 'PY002';
            END IF;
            IF NEW.admitted_at IS DISTINCT""",
        1,
    ),
}
GUARDED = "CREATE TRIGGER participants_guard BEFORE UPDATE ON participants FOR EACH ROW{} EXECUTE FUNCTION guard_place()"
GIVES_UP = """ WHEN (OLD.status <> 'admitted' OR NEW.status <> 'waiting'
    OR (NEW.role, NEW.joined_at, NEW.left_at) IS DISTINCT FROM (OLD.role, OLD.joined_at, OLD.left_at))"""
"""That somebody gives their seat up to wait is for them to say."""
FORWARDS = (
    *(f"CREATE FUNCTION {name} {body}" for name, body in NEW.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in CHANGED.items()),
    "DROP TRIGGER participants_guard ON participants",
    GUARDED.format(GIVES_UP),
)
BACKWARDS = (
    "DROP TRIGGER participants_guard ON participants",
    GUARDED.format(""),
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in BEFORE.items()),
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
)


async def forwards() -> MigrationManager:
    """Hold the doors to who was never inside."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
