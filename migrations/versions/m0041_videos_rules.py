"""Who writes the rows of videos, which LiveKit's Egress makes: whoever takes down what LiveKit tells.

A video's row has the id of its egress, or before that is known `pending:` and its own id. A meeting has one video that
is being made. Hosts begin and end none themselves: it follows the recording of the sound.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-27T18:10:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of videos"

IS_VIDEO = "livekit_recording_id IS NOT NULL"
GRANTS = {
    "INSERT (id, room_id, started_by, status, livekit_recording_id) ON recordings": "parley_media",
    "UPDATE (livekit_recording_id, fault, file_path, file_size, duration, started_at, completed_at) ON recordings":
        "parley_media",
    "UPDATE (fault) ON recordings": "parley_worker",
    "SELECT ON recording_consents": "parley_media",
    "SELECT ON forgotten_words": "parley_media",
}
FORWARDS = (
    "ALTER TABLE recordings ADD CONSTRAINT recordings_fault_state CHECK (fault IN"
    " ('unavailable', 'failed', 'empty', 'missing', 'lost', 'forgotten')) NOT VALID",
    "CREATE UNIQUE INDEX recordings_one_video ON recordings (room_id)"
    f" WHERE {IS_VIDEO} AND status IN ('starting', 'recording')",
    "CREATE INDEX recordings_open_videos ON recordings (room_id)"
    f" WHERE {IS_VIDEO} AND status IN ('starting', 'recording', 'processing')",
    *(f"GRANT {what} TO {role}" for what, role in GRANTS.items()),
    f"CREATE POLICY recordings_media_insert ON recordings FOR INSERT TO parley_media WITH CHECK ({IS_VIDEO})",
    *(
        f"CREATE POLICY {table}_media_select ON {table} FOR SELECT TO parley_media USING (true)"
        for table in ("recording_consents", "forgotten_words")
    ),
)
BACKWARDS = (
    *(f"DROP POLICY {table}_media_select ON {table}" for table in ("recording_consents", "forgotten_words")),
    "DROP POLICY recordings_media_insert ON recordings",
    *(f"REVOKE {what} FROM {role}" for what, role in GRANTS.items()),
    "DROP INDEX recordings_open_videos",
    "DROP INDEX recordings_one_video",
    "ALTER TABLE recordings DROP CONSTRAINT recordings_fault_state",
)


async def forwards() -> MigrationManager:
    """Open the rows."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
