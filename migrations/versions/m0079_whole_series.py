"""A whole series is told to its host and to who is invited to all of it, not to everybody at one of its meetings.

The rule tells all times, and the event of a series has the lasting link: who knocked at one meeting, came to it by its
link or is invited to it alone is told that one.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0059_series_rules as series

ID = "2026-11-29T02:09:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who is told whole series"

SEEING = "seen_series(ids uuid[])"
EXPECTED = "status NOT IN ('revoked', 'declined')"
INVITED = f"""EXISTS (SELECT FROM room_invitations i JOIN rooms r ON r.id = i.room_id
                    WHERE r.series_id = s.id AND i.series_of IS NOT NULL AND i.{EXPECTED}
                      AND (i.invitee_id = app_user() OR i.id = app_participant())
                      AND NOT EXISTS (SELECT FROM room_invitations w WHERE w.id = i.series_of AND NOT w.{EXPECTED}))"""
"""A guest's place has the id of the invitation that it was made by; `w` is the one to all."""
SEEN = f"""
        RETURNS SETOF jsonb LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT series_date(s.id) FROM room_series s
            WHERE s.id = ANY (ids) AND (s.host_id = app_user() OR {INVITED});
        END"""
FORWARDS = (f"CREATE OR REPLACE FUNCTION {SEEING} {SEEN}",)
BACKWARDS = (f"CREATE OR REPLACE FUNCTION {SEEING} {series.FUNCTIONS[SEEING]}",)


async def forwards() -> MigrationManager:
    """Tell a series to who has all of it."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
