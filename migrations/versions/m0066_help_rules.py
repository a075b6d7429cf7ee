"""Help is asked for by somebody inside a breakout where nobody leads, and seen there and by who leads the meeting.

It ends when host or co-host come, and either side takes it back; NULL is refused, false changes nothing. The key is NOT VALID: the next migration reads the rows.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0062_breakouts_rules as before

ID = "2026-11-28T09:01:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of asking for help"

KEY = "help_asked_by"
ASK, FOLLOW, LISTED = (
    "ask_for_help(breakout uuid, wanted boolean)",
    "follow_main_place()",
    "breakouts_of(room uuid)",
)
FUNCTIONS = {
    ASK: f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            asker participants;
        BEGIN
            SELECT * INTO asker FROM participants p WHERE p.room_id = breakout AND p.status = 'joined'
                AND (p.user_id = app_user() OR p.id = app_participant());
            IF NOT EXISTS (SELECT FROM breakouts k JOIN rooms b ON b.id = k.room_id
                WHERE k.room_id = breakout AND b.status IN {before.OPEN}
                AND (asker.id IS NOT NULL OR NOT wanted AND breakout IN (SELECT moderated_rooms()))
                AND NOT (wanted AND EXISTS (SELECT FROM participants p WHERE p.room_id = breakout
                    AND p.status = 'joined' AND p.role IN {before.LEADS}))) THEN
                RETURN NULL;
            END IF;
            UPDATE breakouts k SET
                help_asked_at = CASE WHEN wanted THEN coalesce(k.help_asked_at, clock_timestamp()) END,
                help_asked_by = CASE WHEN wanted THEN coalesce(k.help_asked_by, asker.main_participant_id) END
                WHERE k.room_id = breakout AND wanted IS DISTINCT FROM (k.help_asked_at IS NOT NULL);
            RETURN FOUND;
        END $$""",
    FOLLOW: before.FUNCTIONS[FOLLOW].replace(
        "SET help_asked_at = NULL", "SET help_asked_at = NULL, help_asked_by = NULL"
    ),
    LISTED: f"""
        RETURNS TABLE (room_id uuid, number int, label varchar, status varchar, slug varchar, by_choice boolean,
                       closes_at timestamptz, help_asked_at timestamptz, help_asked_by uuid, is_mine boolean)
        LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT k.room_id, k.number, k.label, b.status, b.slug, k.by_choice, k.closes_at,
                   CASE WHEN mine.so OR leads.so THEN k.help_asked_at END,
                   CASE WHEN mine.so OR leads.so THEN k.help_asked_by END, mine.so
            FROM breakouts k JOIN rooms b ON b.id = k.room_id
            CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM participants m WHERE m.room_id = room
                AND m.breakout_room_id = b.id AND (m.user_id = app_user() OR m.id = app_participant())) AS so) AS mine
            CROSS JOIN (SELECT room IN (SELECT moderated_rooms()) AS so) AS leads
            WHERE k.main_room_id = room AND knows_breakouts(room) ORDER BY b.created_at, k.number;
        END""",
}


def _listed(body: str) -> tuple[str, ...]:
    """Make the list again: what a function returns is not replaced."""
    return (
        "DROP FUNCTION breakouts_of(uuid)",
        f"CREATE FUNCTION {LISTED} {body}",
        "REVOKE EXECUTE ON FUNCTION breakouts_of(uuid) FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION breakouts_of(uuid) TO parley_web",
    )


FORWARDS = (
    f"CREATE INDEX breakouts_{KEY} ON breakouts ({KEY})",
    f"ALTER TABLE breakouts ADD CONSTRAINT breakouts_{KEY}_fkey FOREIGN KEY ({KEY})"
    " REFERENCES participants (id) ON UPDATE CASCADE ON DELETE SET NULL NOT VALID",
    *(f"CREATE OR REPLACE FUNCTION {name} {FUNCTIONS[name]}" for name in (ASK, FOLLOW)),
    *_listed(FUNCTIONS[LISTED]),
)
BACKWARDS = (
    *_listed(before.FUNCTIONS[LISTED]),
    *(f"CREATE OR REPLACE FUNCTION {name} {before.FUNCTIONS[name]}" for name in (ASK, FOLLOW)),
    f"ALTER TABLE breakouts DROP CONSTRAINT breakouts_{KEY}_fkey",
    f"DROP INDEX breakouts_{KEY}",
)


async def forwards() -> MigrationManager:
    """Say who asks."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
