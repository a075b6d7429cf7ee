"""A breakout's page leads to the meeting and the meeting's to its breakouts, for who may read both.

A guest's cookie is that of their place in the main meeting, a link to a breakout makes it that of their place there:
`linked_meetings` knows both as the same person.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-28T09:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "linked meetings"

OVER = "('ended', 'archived')"
LINKED = f"""
CREATE FUNCTION linked_meetings(rooms uuid[])
RETURNS TABLE (of_room uuid, slug varchar, name varchar, label varchar, is_main boolean, status varchar, duration int)
LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
    SELECT one.id, o.slug, o.name, coalesce(k.label, o.name), o.id = one.parent_room_id, o.status, o.duration
    FROM rooms one JOIN rooms o ON o.parent_room_id = one.id OR o.id = one.parent_room_id
    LEFT JOIN breakouts k ON k.room_id = o.id
    WHERE one.id = ANY(rooms) AND (
        o.host_id = app_user() AND o.status IN ('live', 'ended', 'archived') OR EXISTS (
            SELECT FROM participants p WHERE p.room_id = o.id AND p.joined_at IS NOT NULL
              AND (p.status = 'joined' OR p.status <> 'removed' AND o.status IN {OVER})
              AND (p.user_id = app_user() OR coalesce(p.main_participant_id, p.id) = (
                  SELECT coalesce(me.main_participant_id, me.id) FROM participants me
                  WHERE me.id = app_participant()))))
    ORDER BY o.created_at, k.number;
END
"""
FORWARDS = (
    LINKED,
    "REVOKE EXECUTE ON FUNCTION linked_meetings(uuid[]) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION linked_meetings(uuid[]) TO parley_web",
)
BACKWARDS = ("DROP FUNCTION linked_meetings(uuid[])",)


async def forwards() -> MigrationManager:
    """Add the function."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
