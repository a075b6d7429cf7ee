"""What waited for the database is stored even if its meeting is over: a lease for a week after the end.

The words may reach into the gap that the next job found; it then begins after them.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0013_gaps_rules import OWN_HOLDER, UNTIL

ID = "2026-11-26T23:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "late leases"

LATE = "take_late_lease(room uuid, job text, seconds double precision)"
SIGNATURE = "take_late_lease(uuid, text, double precision)"
LATEST = "interval '7 days'"
TAKEN = f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN{OWN_HOLDER}
            IF NOT EXISTS (SELECT FROM rooms r WHERE r.id = room AND r.status IN ('ended', 'archived')
                AND r.ended_at > clock_timestamp() - {LATEST}) THEN
                RETURN false;
            END IF;
            INSERT INTO room_leases AS held (room_id, holder, expires_at) VALUES (room, job, {UNTIL})
            ON CONFLICT (room_id) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
            WHERE held.holder = EXCLUDED.holder OR held.expires_at <= clock_timestamp();
            RETURN FOUND;
        END $$"""
FORWARDS = (
    f"CREATE FUNCTION {LATE} {TAKEN}",
    f"REVOKE EXECUTE ON FUNCTION {SIGNATURE} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO parley_agent",
    "GRANT UPDATE (from_ms) ON transcript_gaps TO parley_agent",
)
BACKWARDS = (
    "REVOKE UPDATE (from_ms) ON transcript_gaps FROM parley_agent",
    f"DROP FUNCTION {SIGNATURE}",
)


async def forwards() -> MigrationManager:
    """Allow leases of meetings that are over, and gaps to begin later."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
