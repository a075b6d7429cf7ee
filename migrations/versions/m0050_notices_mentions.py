"""People are told when they are mentioned: by @ and their name in a comment, or by others in a meeting they were in.

A comment tells whom its text names after an @, attendees with an account alone, and never its author. What was said of
people is in their own reports already (m0047); whoever has such a line is told once a meeting, with the minutes.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-27T21:50:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "mentions"

MOST = 20
"""People whom one comment tells."""
FUNCTIONS = {
    "tell_mentioned(comment uuid)": f"""
        RETURNS void LANGUAGE sql {DEFINER} BEGIN ATOMIC
            INSERT INTO notifications (user_id, type, title, message, data, action_url)
            SELECT DISTINCT ON (p.user_id) p.user_id, 'mentioned', a.title,
                   left(coalesce(person_name(c.user_id), 'Somebody'), 120) || ' mentioned you in a comment, ' || r.name,
                   jsonb_build_object('room_id', r.id, 'slug', r.slug, 'action_item_id', a.id, 'comment_id', c.id),
                   '/m/' || r.slug || '#task-' || a.id
            FROM action_item_comments c
            JOIN action_items a ON a.id = c.item_id AND a.deleted_at IS NULL
            JOIN rooms r ON r.id = c.room_id
            JOIN participants p ON p.room_id = c.room_id AND p.user_id IS NOT NULL AND p.user_id <> c.user_id
            JOIN users u ON u.id = p.user_id AND u.is_active
            WHERE c.id = comment AND c.user_id = app_user() AND may_read_about(p.user_id, c.room_id)
              AND EXISTS (SELECT FROM unnest(ARRAY[p.display_name, u.name]) AS called
                WHERE position('@' || lower(called) IN lower(c.text)) > 0
                  AND substr(lower(c.text), position('@' || lower(called) IN lower(c.text)) + length(called) + 1, 1)
                      !~ '[[:alnum:]]')
            ORDER BY p.user_id LIMIT {MOST};
        END""",
    "tell_named(room uuid)": f"""
        RETURNS void LANGUAGE sql {DEFINER} BEGIN ATOMIC
            INSERT INTO notifications (user_id, type, title, message, data, action_url)
            SELECT DISTINCT ON (p.user_id) p.user_id, 'mentioned', r.name, 'Others named you in this meeting.',
                   jsonb_build_object('room_id', r.id, 'slug', r.slug, 'with_minutes', true), '/m/' || r.slug
            FROM participant_reports o
            JOIN participants p ON p.id = o.participant_id AND p.user_id IS NOT NULL
            JOIN rooms r ON r.id = o.room_id
            WHERE o.room_id = room AND (app_role() IS DISTINCT FROM 'parley_worker' OR room = app_room())
              AND jsonb_array_length(o.mentions) > 0 AND may_read_about(p.user_id, room)
              AND NOT EXISTS (SELECT FROM notifications n WHERE n.user_id = p.user_id AND n.type = 'mentioned'
                  AND n.data ->> 'room_id' = room::text AND n.data ? 'with_minutes')
            ORDER BY p.user_id;
        END""",
}
CALLERS = {"tell_mentioned(uuid)": "parley_web", "tell_named(uuid)": "parley_worker"}
FORWARDS = (
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLERS),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {role}" for name, role in CALLERS.items()),
)
BACKWARDS = tuple(f"DROP FUNCTION {name}" for name in CALLERS)


async def forwards() -> MigrationManager:
    """Let comments and minutes tell."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
