"""A guest who opened an invitation days before the meeting comes in by it all the same.

The cookie of a guest's place ends a day after the place was made, and who has none cannot come back to it. Where there is
a time, invitations make places only shortly before; a permanent room has none. So a place that nobody can open any more,
in which nobody ever was and whom no host has answered, is deleted, and the invitation makes another one.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions import m0075_doors_rules as doors

ID = "2026-11-29T02:09:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "invitations opened days before"

COOKIE = "interval '24 hours'"
"""`GUEST_HOURS` of `server/meeting/guests.py`."""
GIVEN_BACK = f"""
            IF given.kind = 'address' AND given.uses >= given.max_uses AND room.host_id IS DISTINCT FROM me THEN
                DELETE FROM participants p WHERE p.id = coalesce(given.entered_as, given.id) AND p.room_id = room.id
                  AND p.user_id IS NULL AND p.joined_at IS NULL AND p.denied_at IS NULL AND p.removed_at IS NULL
                  AND p.status IN ('invited', 'admitted', 'waiting') AND p.created_at <= now() - {COOKIE};
                IF FOUND THEN
                    given.uses := given.max_uses - 1;
                END IF;
            END IF;
"""
"""Under the lock of the invitation: of two who use it at once, the second finds the new place of the first."""
KNOWN = "            IF room.host_id = me OR (given.kind = 'link' AND mine.id IS NOT NULL) THEN\n"
USED = "SET uses = least(i.uses + 1, i.max_uses), answered_at = now(),\n"
ENTERED = (
    doors.CHANGED[doors.ENTER]
    .replace(KNOWN, f"{GIVEN_BACK.lstrip(chr(10))}{KNOWN}")
    .replace(USED, f"{USED}                entered_as = CASE WHEN i.kind = 'address' THEN seat END,\n")
)
FORWARDS = (f"CREATE OR REPLACE FUNCTION {doors.ENTER} {ENTERED}",)
BACKWARDS = (f"CREATE OR REPLACE FUNCTION {doors.ENTER} {doors.CHANGED[doors.ENTER]}",)


async def forwards() -> MigrationManager:
    """Let guests look at their invitation before the day."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
