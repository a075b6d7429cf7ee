"""Restoring an older version of minutes: host and co-hosts put it in place again, as another version.

A function does it, so that nobody else says by what method or model minutes were written. Segments that were corrected
after the version was written are marked as the minutes' stale ones again.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-27T21:49:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "restored versions of minutes"

NAME = "restore_minutes_version(room uuid, which uuid)"
RESTORE = f"""
        RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            old minutes_versions;
            made uuid;
        BEGIN
            IF room NOT IN (SELECT moderated_rooms()) THEN
                RAISE EXCEPTION 'only host and co-hosts restore minutes' USING ERRCODE = 'insufficient_privilege';
            END IF;
            PERFORM FROM meeting_summaries m WHERE m.room_id = room FOR UPDATE;
            SELECT * INTO old FROM minutes_versions v WHERE v.room_id = room AND v.id = which;
            IF NOT FOUND THEN
                RETURN NULL;
            END IF;
            INSERT INTO minutes_versions (room_id, summary_id, number, reason, method, model, template, note, content,
                                          made_by)
            SELECT room, old.summary_id, max(v.number) + 1, 'restore', old.method, old.model, old.template, old.note,
                   old.content, app_user()
            FROM minutes_versions v WHERE v.summary_id = old.summary_id RETURNING id INTO made;
            UPDATE meeting_summaries m SET method = old.method, model = old.model, note = old.note,
                executive_summary = coalesce(old.content ->> 'executive_summary', ''),
                decisions = coalesce(old.content -> 'decisions', '[]'),
                turned_down = coalesce(old.content -> 'turned_down', '[]'),
                open_questions = coalesce(old.content -> 'open_questions', '[]'),
                key_points = coalesce(old.content -> 'key_points', '[]'),
                topics = coalesce(old.content -> 'topics', '[]'),
                stale = (SELECT coalesce(jsonb_object_agg(e.segment_id, e.before), '{{}}') FROM (
                    SELECT e.segment_id, min(e.revision) - 1 AS before FROM segment_edits e
                    WHERE e.room_id = room AND e.created_at > old.created_at GROUP BY e.segment_id) AS e)
            WHERE m.id = old.summary_id AND m.state IN ('drafted', 'ready');
            RETURN made;
        END $$"""
SIGNATURE = "restore_minutes_version(uuid, uuid)"
FORWARDS = (
    f"CREATE FUNCTION {NAME} {RESTORE}",
    f"REVOKE EXECUTE ON FUNCTION {SIGNATURE} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO parley_web",
)
BACKWARDS = (f"DROP FUNCTION {SIGNATURE}",)


async def forwards() -> MigrationManager:
    """Add the function."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
