"""The rules the tables keep by themselves: states, lengths, one-of-a-kind, indexes and the time of change."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T14:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks, indexes and triggers"

STATES = {
    ("users", "role"): "admin member",
    ("rooms", "type"): "instant scheduled recurring external",
    ("rooms", "status"): "scheduled waiting live ended archived cancelled",
    ("participants", "role"): "host cohost participant guest",
    ("participants", "status"): "invited admitted joined left removed",
    ("recordings", "status"): "starting recording processing completed failed deleted",
    ("transcripts", "status"): "open closed",
    ("transcript_segments", "state"): "open final refined corrected interrupted",
    ("meeting_summaries", "state"): "queued writing ready failed",
    ("meeting_summaries", "method"): "model extractive",
    ("action_items", "type"): "task follow_up",
    ("action_items", "priority"): "low medium high",
    ("action_items", "status"): "open in_progress done cancelled",
    ("room_invitations", "status"): "pending accepted declined revoked expired",
    ("consents", "kind"): "transcription",
}
NAMES = (
    ("users", "name"),
    ("rooms", "name"),
    ("participants", "display_name"),
    ("chat_messages", "name"),
)
"""Shown to others: not empty, and without control characters."""
CHECKS = {
    ("users", "email_lower"): "email = lower(email) AND email <> ''",
    ("rooms", "host"): "host_id IS NOT NULL OR type = 'external'",
    ("rooms", "seats"): "max_participants BETWEEN 1 AND 10000 AND current_participants >= 0",
    ("rooms", "settings_object"): "jsonb_typeof(settings) = 'object'",
    ("rooms", "schedule"): "type <> 'scheduled' OR scheduled_start_time IS NOT NULL",
    ("rooms", "begun"): "status NOT IN ('live', 'ended') OR started_at IS NOT NULL",
    ("rooms", "times"): "ended_at >= started_at AND duration >= 0",
    ("participants", "duration_not_negative"): "duration >= 0",
    ("attendance", "times"): "left_at >= joined_at",
    ("transcripts", "counts"): "speaker_count >= 0 AND next_seq >= 0",
    ("transcript_segments", "times"): "start_ms >= 0 AND end_ms >= start_ms AND seq >= 0 AND revision >= 0",
    ("transcript_segments", "confidence_share"): "confidence BETWEEN 0 AND 1",
    ("transcript_segments", "words_array"): "jsonb_typeof(words) = 'array'",
    ("participant_reports", "share"): "speaking_percentage BETWEEN 0 AND 100 AND speaking_time >= 0",
    ("meeting_summaries", "speaking_not_negative"): "total_speaking_time >= 0",
    ("chat_messages", "length"): "char_length(text) BETWEEN 1 AND 4000",
    ("notifications", "read"): "is_read = (read_at IS NOT NULL)",
    ("sessions", "lifetime"): "expires_at > created_at",
}
INDEXES = (
    "UNIQUE INDEX participants_room_user ON participants (room_id, user_id) WHERE user_id IS NOT NULL",
    "UNIQUE INDEX participants_room_identity ON participants (room_id, identity)",
    "UNIQUE INDEX participant_reports_room_participant ON participant_reports (room_id, participant_id)",
    "UNIQUE INDEX transcripts_one_open ON transcripts (room_id) WHERE status = 'open'",
    "UNIQUE INDEX transcript_segments_seq ON transcript_segments (transcript_id, seq)",
    "UNIQUE INDEX attendance_stay ON attendance (participant_id, livekit_sid)",
    "UNIQUE INDEX consents_once ON consents (participant_id, kind)",
    "UNIQUE INDEX room_invitations_once ON room_invitations (room_id, invitee_email) WHERE status = 'pending'",
    "UNIQUE INDEX users_oauth ON users (oauth_provider, oauth_id) WHERE oauth_id IS NOT NULL",
    "INDEX rooms_unfinished ON rooms (status) WHERE status IN ('scheduled', 'waiting', 'live')",
    "INDEX rooms_scheduled_start_time ON rooms (scheduled_start_time) WHERE status = 'scheduled'",
    "INDEX rooms_tags ON rooms USING gin (tags)",
    "INDEX action_items_tags ON action_items USING gin (tags)",
    "INDEX action_items_open ON action_items (assigned_to, due_date) WHERE status IN ('open', 'in_progress')",
    "INDEX attendance_open ON attendance (participant_id) WHERE left_at IS NULL",
    "INDEX chat_messages_order ON chat_messages (room_id, sent_at, id)",
    "INDEX transcript_segments_room ON transcript_segments (room_id, seq)",
    "INDEX transcript_segments_open ON transcript_segments (transcript_id) WHERE state = 'open'",
    "INDEX transcripts_segments ON transcripts USING gin (segments jsonb_path_ops)",
    "INDEX transcripts_search ON transcripts USING gin (to_tsvector('simple', text))",
    "INDEX sessions_expiry ON sessions (expires_at) WHERE revoked_at IS NULL",
    "INDEX notifications_newest ON notifications (user_id, created_at DESC)",
    "INDEX notifications_unread ON notifications (user_id) WHERE NOT is_read",
    "INDEX room_leases_expiry ON room_leases (expires_at)",
)
TABLES = (
    "users rooms participants recordings transcripts meeting_summaries action_items participant_reports sessions"
    " room_invitations notifications transcript_segments attendance chat_messages consents room_leases"
).split()
TOUCH = """
CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END $$
"""


def statements() -> list[str]:
    """Give every statement, one a call: that is what a prepared statement takes."""
    found = [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_state"
        f" CHECK ({column} IN ({', '.join(repr(state) for state in states.split())}))"
        for (table, column), states in STATES.items()
    ]
    found += [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_shown"
        f" CHECK (btrim({column}) <> '' AND {column} !~ '[\\x01-\\x1f\\x7f-\\x9f]')"
        for table, column in NAMES
    ]
    found += [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} CHECK ({rule})"
        for (table, name), rule in CHECKS.items()
    ]
    found.append("ALTER TABLE sessions ALTER COLUMN ip_address DROP DEFAULT")
    found.append("ALTER TABLE sessions ALTER COLUMN ip_address TYPE inet USING ip_address::inet")
    found += [f"CREATE {index}" for index in INDEXES]
    found.append(TOUCH)
    found += [
        f"CREATE TRIGGER {table}_touch BEFORE UPDATE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for table in TABLES
    ]
    return found


def statements_back() -> list[str]:
    """Give what takes all of it back."""
    rules = [(table, f"{column}_state") for table, column in STATES]
    rules += [(table, f"{column}_shown") for table, column in NAMES]
    found = [f"DROP TRIGGER {table}_touch ON {table}" for table in TABLES]
    found.append("DROP FUNCTION touch_updated_at()")
    found += [f"DROP INDEX {index.partition('INDEX ')[2].split()[0]}" for index in INDEXES]
    found.append("ALTER TABLE sessions ALTER COLUMN ip_address TYPE varchar(64) USING abbrev(ip_address)")
    found.append("ALTER TABLE sessions ALTER COLUMN ip_address SET DEFAULT NULL")
    return found + [
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for table, name in (*rules, *CHECKS)
    ]


async def run() -> None:
    """Run them on the migration's own transaction."""
    engine = engine_finder()
    assert engine is not None  # noqa: S101  piccolo_conf names one
    for statement in statements():
        await engine.run_ddl(statement)


async def run_back() -> None:
    """Leave the tables without rules."""
    engine = engine_finder()
    assert engine is not None  # noqa: S101  piccolo_conf names one
    for statement in statements_back():
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Add the rules to the tables."""
    manager = MigrationManager(migration_id=ID, app_name="parley", description=DESCRIPTION)
    manager.add_raw(run)
    manager.add_raw_backwards(run_back)
    return manager
