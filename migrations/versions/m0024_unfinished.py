"""The worker that closes a transcript records what its transcriber left unfinished."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0010_policies import JOB

ID = "2026-11-26T23:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "gaps of transcribers that never finished"

FORWARDS = (
    "GRANT INSERT (room_id, cause, from_ms) ON transcript_gaps TO parley_worker",
    "CREATE POLICY transcript_gaps_worker_insert ON transcript_gaps FOR insert TO parley_worker"
    f" WITH CHECK ({JOB} AND cause = 'transcriber' AND participant_id IS NULL)",
)
BACKWARDS = (
    "DROP POLICY transcript_gaps_worker_insert ON transcript_gaps",
    "REVOKE INSERT (room_id, cause, from_ms) ON transcript_gaps FROM parley_worker",
)


async def forwards() -> MigrationManager:
    """Let the worker add a gap of the whole room to its own meeting."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
