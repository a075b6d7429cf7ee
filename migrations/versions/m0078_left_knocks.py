"""Knocks of people who have gone shut no door: of those, each new knock has the oldest beyond MOST_LEFT deleted.

Whose knock it was knocks anew when they come back. Whoever stays out since an earlier meeting keeps their place.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions import m0058_waiting as waiting
from migrations.versions import m0072_left_doors as left_doors
from migrations.versions import m0078_kept_seats as kept

ID = "2026-11-29T02:08:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "knocks of who has gone"

MOST_LEFT = left_doors.MOST_KNOCKS - waiting.MOST_WAITING
THERE_COUNT = f"count(*) FILTER (WHERE p.left_at IS NULL) >= {waiting.MOST_WAITING}"
BEFORE = kept.CHANGED[waiting.ASK]
ASK = BEFORE.replace(
    "            UPDATE participants",
    f"""            DELETE FROM participants p WHERE p.id IN (SELECT w.id FROM participants w
                WHERE w.room_id = ask_to_enter.room AND w.status = 'waiting' AND w.left_at IS NOT NULL
                  AND w.removed_at IS NULL
                ORDER BY w.left_at DESC, w.id OFFSET {MOST_LEFT} FOR UPDATE SKIP LOCKED);
            UPDATE participants""",
    1,
)
FORWARDS = (left_doors.FULL % THERE_COUNT, f"CREATE OR REPLACE FUNCTION {waiting.ASK} {ASK}")
BACKWARDS = (
    f"CREATE OR REPLACE FUNCTION {waiting.ASK} {BEFORE}",
    left_doors.FULL % left_doors.THERE_COUNT,
)


async def forwards() -> MigrationManager:
    """Make room at the doors."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
