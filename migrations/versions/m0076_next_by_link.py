"""Who was at a meeting is told of the next one of its permanent room or series that they may enter by its link.

Nobody is who was removed and is still out: of a permanent room, which has a place for them there, or from the last of the
series' meetings at which they were. Guests are known in one meeting only, so that none is told while one is out.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0070_permanent_rules as permanent
from migrations.versions import m0076_removed_rules as removed

ID = "2026-11-28T13:06:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "next meetings of who was there"

MINE = "(p.user_id = app_user() OR p.id = app_participant())"
WAS_THERE = f"""EXISTS (SELECT FROM participants p WHERE p.room_id = before.id AND {MINE}
                    AND p.joined_at IS NOT NULL AND p.status <> 'removed')"""
OPENS = """CASE coalesce(r.settings->>'access', 'link') WHEN 'members' THEN app_user() IS NOT NULL
                    WHEN 'link' THEN app_user() IS NOT NULL OR coalesce((r.settings->>'guests')::boolean, true)
                    ELSE false END AND NOT coalesce((r.settings->>'locked')::boolean, false)"""
AHEAD = """(r.status = 'live' OR r.type = 'permanent'
                  OR r.scheduled_start_time + r.scheduled_minutes * interval '1 minute' > now())"""
OF_SERIES = "JOIN rooms b ON b.id = p.room_id JOIN room_series o ON o.id = b.series_id AND o.root_id = s.root_id"
IS_OUT = f"(p.status = 'removed' AND {removed.HOLDS})"
OUT = f"""CASE WHEN app_user() IS NOT NULL THEN EXISTS (SELECT FROM participants p WHERE p.room_id = r.id
                        AND p.user_id = app_user() AND p.removed_at IS NOT NULL)
                      OR coalesce((SELECT {IS_OUT} FROM participants p {OF_SERIES} WHERE p.user_id = app_user()
                        AND (p.joined_at IS NOT NULL OR p.status = 'removed')
                        ORDER BY coalesce(b.started_at, b.scheduled_start_time, b.created_at) DESC,
                          b.occurrence DESC, b.created_at DESC, p.id LIMIT 1), false)
                    WHEN r.type = 'permanent' THEN guests_kept_out(r.id)
                    ELSE EXISTS (SELECT FROM participants p {OF_SERIES} WHERE p.user_id IS NULL AND {IS_OUT}) END"""
NEXT = "next_by_link(past uuid)"
FOUND = f"""
        RETURNS text LANGUAGE sql STABLE {DEFINER}
        RETURN (SELECT r.slug FROM rooms before JOIN room_series s ON s.id = before.series_id
            JOIN room_series same ON same.root_id = s.root_id JOIN rooms r ON r.series_id = same.id
            WHERE before.id = past AND before.status IN {permanent.OVER} AND {WAS_THERE}
              AND r.id <> before.id AND r.status IN {permanent.OPEN} AND {AHEAD} AND {OPENS}
              AND NOT {OUT}
            ORDER BY r.status = 'live' DESC, r.scheduled_start_time, r.id LIMIT 1)"""
FORWARDS = (
    f"CREATE FUNCTION {NEXT} {FOUND}",
    "REVOKE EXECUTE ON FUNCTION next_by_link(uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION next_by_link(uuid) TO parley_web",
)
BACKWARDS = ("DROP FUNCTION next_by_link(uuid)",)


async def forwards() -> MigrationManager:
    """Lead people on."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
