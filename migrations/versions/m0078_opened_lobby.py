"""Who waits comes in by themselves where a newcomer would not wait any more: the lobby was turned off, or for guests alone.

Not who was turned away, or was removed at a meeting before, nor where the link or a lock would stop a newcomer: they go on
waiting for a host's word.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0054_doors as doors
from migrations.versions import m0078_kept_seats as kept

ID = "2026-11-29T02:08:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "lobbies that were turned off"

MUST_KNOCK = "must_knock(place uuid)"
OPEN = doors.OPEN.format(row="r.", account="p.user_id IS NOT NULL")
BEFORE = {MUST_KNOCK: kept.NEW[MUST_KNOCK], "guard_door()": kept.CHANGED["guard_door()"]}
CHANGED = {
    MUST_KNOCK: f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER}
        RETURN EXISTS (SELECT FROM participants p JOIN rooms r ON r.id = p.room_id
            WHERE p.id = place AND p.joined_at IS NULL AND NOT p.is_invited AND CASE p.status
                WHEN 'admitted' THEN p.role NOT IN {kept.LEADS} AND newcomer_waits(p.room_id, p.user_id)
                WHEN 'waiting' THEN p.denied_at IS NOT NULL OR p.removed_at IS NOT NULL OR NOT ({OPEN})
                    OR coalesce((r.settings->>'locked')::boolean, false) OR newcomer_waits(p.room_id, p.user_id)
                ELSE false END)""",
    "guard_door()": BEFORE["guard_door()"].replace(
        "(OLD.status = 'waiting' AND NEW.status <> 'waiting')",
        "(OLD.status = 'waiting' AND NEW.status <> 'waiting' AND (NEW.status <> 'admitted'\n"
        "                    OR must_knock(OLD.id) OR host_awaited(OLD.room_id)))",
    ),
}
FORWARDS = tuple(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in CHANGED.items())
BACKWARDS = tuple(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in BEFORE.items())


async def forwards() -> MigrationManager:
    """Open the doors to who waits."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
