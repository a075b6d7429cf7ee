"""A row refers to rows of its own meeting only, whoever writes it, happens at a time there is, and a link is
spelt in one way.

NOT VALID: it holds for what is written from now on, and nobody waits while the rows there are are read. That is
done by the next migration, in a transaction of its own.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-24T01:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rows of one meeting"

REFERRED = ("participants", "recordings", "transcripts", "meeting_summaries")
SAME_ROOM = {
    ("transcripts", "recording_id"): ("recordings", "SET NULL (recording_id)"),
    ("meeting_summaries", "transcript_id"): ("transcripts", "CASCADE"),
    ("action_items", "summary_id"): ("meeting_summaries", "CASCADE"),
    ("action_items", "assignee_participant_id"): ("participants", "SET NULL (assignee_participant_id)"),
    ("participant_reports", "summary_id"): ("meeting_summaries", "CASCADE"),
    ("participant_reports", "participant_id"): ("participants", "CASCADE"),
    ("transcript_segments", "transcript_id"): ("transcripts", "CASCADE"),
    ("transcript_segments", "participant_id"): ("participants", "SET NULL (participant_id)"),
    ("attendance", "participant_id"): ("participants", "CASCADE"),
    ("chat_messages", "participant_id"): ("participants", "SET NULL (participant_id)"),
    ("consents", "participant_id"): ("participants", "CASCADE"),
}
"""What refers to a row that is of a meeting as well: to what, and what becomes of it when that is deleted."""
FINITE = {
    "rooms": "scheduled_start_time started_at ended_at",
    "participants": "joined_at left_at admitted_at",
    "recordings": "started_at completed_at archived_at",
    "action_items": "due_date completed_at",
    "sessions": "expires_at revoked_at elevated_until",
    "room_invitations": "expires_at",
    "notifications": "read_at",
    "attendance": "joined_at left_at",
    "chat_messages": "sent_at",
    "consents": "given_at",
    "room_leases": "expires_at",
}
"""Times that come from outside: `infinity` is one to PostgreSQL, and none to anybody who reads it."""
FORWARDS = (
    *(f"CREATE UNIQUE INDEX {table}_of_room ON {table} (id, room_id)" for table in REFERRED),
    *(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_room FOREIGN KEY ({column}, room_id)"
        f" REFERENCES {other} (id, room_id) ON DELETE {deleted} NOT VALID"
        for (table, column), (other, deleted) in SAME_ROOM.items()
    ),
    *(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_finite"
        f" CHECK ({' AND '.join(f'isfinite({column})' for column in columns.split())}) NOT VALID"
        for table, columns in FINITE.items()
    ),
    "ALTER TABLE rooms ADD CONSTRAINT rooms_slug_spelling CHECK (slug ~ '^[a-z0-9][a-z0-9-]*$') NOT VALID",
)
BACKWARDS = (
    "ALTER TABLE rooms DROP CONSTRAINT rooms_slug_spelling",
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_finite" for table in FINITE),
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_same_room" for table, column in SAME_ROOM),
    *(f"DROP INDEX {table}_of_room" for table in REFERRED),
)


async def forwards() -> MigrationManager:
    """Hold rows to their meeting."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
