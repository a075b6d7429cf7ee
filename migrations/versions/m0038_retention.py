"""How long meetings are kept: the server's days and the room's, whichever are fewer, counted from the meeting's end.

Each function does one batch of meetings and says how many that was; called until it gives 0 it has done all. Files are
not the database's: recordings whose time has come are listed for the jobs process, which deletes them.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-27T15:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "retention"

BATCH = 100
DUE = """r.status IN ('ended', 'archived') AND r.ended_at + make_interval(days => least(days,
                CASE WHEN r.settings->>'{0}' ~ '^[1-9][0-9]{{0,4}}$' THEN (r.settings->>'{0}')::int END)) <= now()"""
"""`least` leaves out what is null; null for both: for ever."""
FUNCTIONS = {
    f"expire_transcripts(days int, batch int DEFAULT {BATCH})": f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            due uuid[] := ARRAY(SELECT r.id FROM rooms r WHERE {DUE.format("keep_transcripts_days")}
                AND (EXISTS (SELECT FROM transcripts t WHERE t.room_id = r.id)
                    OR EXISTS (SELECT FROM meeting_summaries m WHERE m.room_id = r.id))
                ORDER BY r.ended_at LIMIT least(greatest(batch, 1), 1000));
        BEGIN
            DELETE FROM action_items a WHERE a.room_id = ANY (due);
            DELETE FROM participant_reports p WHERE p.room_id = ANY (due);
            DELETE FROM meeting_summaries m WHERE m.room_id = ANY (due);
            DELETE FROM transcripts t WHERE t.room_id = ANY (due);
            RETURN cardinality(due);
        END $$""",
    f"expire_chat(days int, batch int DEFAULT {BATCH})": f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            due uuid[] := ARRAY(SELECT r.id FROM rooms r WHERE {DUE.format("keep_chat_days")}
                AND EXISTS (SELECT FROM chat_messages c WHERE c.room_id = r.id)
                ORDER BY r.ended_at LIMIT least(greatest(batch, 1), 1000));
        BEGIN
            DELETE FROM chat_messages c WHERE c.room_id = ANY (due);
            RETURN cardinality(due);
        END $$""",
    "recordings_to_delete(days int, after uuid, batch int)": f"""
        RETURNS TABLE (id uuid, room_id uuid) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT c.id, c.room_id FROM recordings c JOIN rooms r ON r.id = c.room_id
            WHERE {DUE.format("keep_recordings_days")} AND c.status IN ('completed', 'failed', 'archived')
              AND (after IS NULL OR c.id > after)
            ORDER BY c.id LIMIT least(greatest(batch, 1), 1000);
        END""",
}
SIGNATURES = ("expire_transcripts(int, int)", "expire_chat(int, int)", "recordings_to_delete(int, uuid, int)")
FORWARDS = (
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in SIGNATURES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO parley_worker" for name in SIGNATURES),
)
BACKWARDS = tuple(f"DROP FUNCTION {name}" for name in reversed(SIGNATURES))


async def forwards() -> MigrationManager:
    """Add the functions."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
