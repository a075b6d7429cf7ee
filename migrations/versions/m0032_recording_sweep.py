"""Which recordings wait to be mixed although nobody is at it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-27T15:00:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "recordings to mix"

TO_MIX = f"""
CREATE FUNCTION recordings_to_mix() RETURNS TABLE (room_id uuid) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
    SELECT r.room_id FROM recordings r JOIN rooms m ON m.id = r.room_id
    WHERE r.livekit_recording_id IS NULL AND m.status IN ('ended', 'archived')
      AND ((r.status IN ('starting', 'recording', 'processing') AND r.updated_at < now() - interval '10 minutes')
        OR (r.status = 'failed' AND r.created_at > now() - interval '7 days'
            AND EXISTS (SELECT FROM recording_tracks t WHERE t.recording_id = r.id)))
    ORDER BY r.created_at LIMIT 100;
END"""
"""A recording that failed without a single part has nothing to try again with."""
FORWARDS = (
    TO_MIX,
    "REVOKE EXECUTE ON FUNCTION recordings_to_mix() FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION recordings_to_mix() TO parley_worker",
)
BACKWARDS = ("DROP FUNCTION recordings_to_mix()",)


async def forwards() -> MigrationManager:
    """Let the jobs process find them."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
