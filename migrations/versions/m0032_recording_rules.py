"""Who starts and stops a recording, who writes its parts, and who is in it.

A meeting has one recording of ours that is not finished, whoever presses the button. Somebody's consent is theirs
alone to give and to take back; the transcriber reads it. Paths are those of files of the recording, and of no other.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0007_audit import UNWATCH, WATCH
from migrations.versions.m0010_policies import (
    ASKED_BY_JOB,
    ASKED_BY_MODERATOR,
    ELEVATED,
    HOSTED,
    JOB,
    LEASED,
    MODERATED,
    MY_PLACE,
    READABLE,
)

ID = "2026-11-27T15:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of recordings"

PEOPLE = "FOREIGN KEY (participant_id, room_id) REFERENCES participants (id, room_id) ON DELETE"
RULES = {
    "recording_tracks": {
        "recording_id_same_room": "FOREIGN KEY (recording_id, room_id) REFERENCES recordings (id, room_id)"
        " ON DELETE CASCADE",
        "participant_id_same_room": f"{PEOPLE} SET NULL (participant_id)",
        "kind_state": "CHECK (kind IN ('part', 'speaker'))",
        "times": "CHECK (part >= 0 AND start_ms >= 0 AND duration_ms >= 0 AND file_size >= 0)",
        "file_hash": "CHECK (sha256 ~ '^[0-9a-f]{64}$')",
        "file_place": "CHECK (starts_with(file_path, room_id || '/' || recording_id || '/')"
        " AND substr(file_path, 75) ~ '^[A-Za-z0-9_-]+\\.ogg$')",
    },
    "recording_consents": {"participant_id_same_room": f"{PEOPLE} CASCADE"},
}
"""A path is two ids of 36 characters with a slash after each, and a name."""
POLICIES = {
    "recording_tracks": {
        ("web", "select"): f"{READABLE} OR {ELEVATED}",
        ("agent", "select"): LEASED,
        ("agent", "insert"): LEASED,
        ("agent", "update"): LEASED,
        ("worker", "select"): JOB,
        ("worker", "insert"): JOB,
        ("worker", "update"): JOB,
        ("worker", "delete"): JOB,
    },
    "recording_consents": {
        ("web", "select"): f"{MY_PLACE} OR {READABLE} OR {ELEVATED}",
        ("web", "insert"): MY_PLACE,
        ("web", "update"): MY_PLACE,
        ("agent", "select"): LEASED,
        ("worker", "select"): JOB,
    },
}
WRITTEN = "duration_ms, file_size, sha256"
COLUMNS = {
    ("recording_tracks", "agent", "update"): f" ({WRITTEN})",
    ("recording_tracks", "worker", "update"): f" ({WRITTEN})",
    ("recording_consents", "web", "update"): " (agreed)",
}
OPEN_POLICIES = {
    ("recordings", "web", "insert"): (f"{MODERATED} AND started_by = app_user()", HOSTED),
    ("recordings", "web", "update"): (MODERATED, HOSTED),
    ("pgqueuer", "web", "select"): (ASKED_BY_MODERATOR, ASKED_BY_MODERATOR),
    ("pgqueuer", "web", "insert"): (ASKED_BY_MODERATOR, ASKED_BY_MODERATOR),
    ("pgqueuer", "agent", "select"): (ASKED_BY_JOB, ASKED_BY_JOB),
    ("pgqueuer", "agent", "insert"): (ASKED_BY_JOB, ASKED_BY_JOB),
    ("pgqueuer", "media", "insert"): ("entrypoint = 'minutes'", "entrypoint = 'minutes'"),
    ("pgqueuer_log", "web", "insert"): ("entrypoint = 'minutes'", "entrypoint = 'minutes'"),
    ("pgqueuer_log", "agent", "insert"): ("entrypoint = 'minutes'", "entrypoint = 'minutes'"),
    ("pgqueuer_log", "media", "insert"): ("entrypoint = 'minutes'", "entrypoint = 'minutes'"),
}
"""Policies there were: what they say now, where `minutes` is one of two jobs that may be asked for, and before."""
ASKED, ASKED_NOW = "entrypoint = 'minutes'", "entrypoint IN ('minutes', 'mix_recording')"
GRANTS = {
    "SELECT ON recordings": "parley_media",
    "UPDATE (status) ON recordings": "parley_media",
    "UPDATE (started_at) ON recordings": "parley_agent",
    "UPDATE (file_size, duration, completed_at) ON recordings": "parley_worker",
    "EXECUTE ON FUNCTION tie_recording(uuid)": "parley_worker",
}


def _policy(table: str, role: str, verb: str, rows: str) -> str:
    clause = "WITH CHECK" if verb == "insert" else "USING"
    return f"CREATE POLICY {table}_{role}_{verb} ON {table} FOR {verb} TO parley_{role} {clause} ({rows})"


def _closed(table: str) -> list[str]:
    """Close a new table, and open what each role needs."""
    found = [f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} {rule}" for name, rule in RULES[table].items()]
    found += [
        f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for name, verb in {"born": "INSERT", "touch": "UPDATE"}.items()
    ]
    found += [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_definer ON {table} TO parley_definer USING (true)",
    ]
    for (role, verb), rows in POLICIES[table].items():
        found.append(f"GRANT {verb}{COLUMNS.get((table, role, verb), '')} ON {table} TO parley_{role}")
        found.append(_policy(table, role, verb, rows))
    return found


def _opened(*, now: bool) -> list[str]:
    found = []
    for (table, role, verb), (after, before) in OPEN_POLICIES.items():
        rows = after.replace(ASKED, ASKED_NOW) if now else before
        found += [f"DROP POLICY {table}_{role}_{verb} ON {table}", _policy(table, role, verb, rows)]
    return found


TIE = f"""CREATE FUNCTION tie_recording(recording uuid) RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
    BEGIN
        UPDATE transcripts t SET recording_id = recording WHERE t.id = (
            SELECT latest.id FROM recordings r JOIN transcripts latest ON latest.room_id = r.room_id
            WHERE r.id = recording AND r.room_id = app_room() ORDER BY latest.created_at DESC, latest.id LIMIT 1)
            AND t.recording_id IS NULL;
        RETURN FOUND;
    END $$"""
"""Of the job's own meeting: the transcript whose words its recording sounds; what refers to a row is no process's."""
FORWARDS = (
    TIE,
    "REVOKE EXECUTE ON FUNCTION tie_recording(uuid) FROM PUBLIC",
    *(statement for table in RULES for statement in _closed(table)),
    WATCH.format(table="recording_consents", verbs="INSERT OR UPDATE OR DELETE"),
    "CREATE UNIQUE INDEX recording_tracks_file ON recording_tracks (file_path)",
    "CREATE UNIQUE INDEX recording_consents_once ON recording_consents (participant_id)",
    "CREATE UNIQUE INDEX recordings_one_open ON recordings (room_id) WHERE livekit_recording_id IS NULL"
    " AND status IN ('starting', 'recording', 'processing')",
    *_opened(now=True),
    *(f"GRANT {what} TO {role}" for what, role in GRANTS.items()),
    *(
        f"CREATE POLICY recordings_media_{verb} ON recordings FOR {verb} TO parley_media USING (true)"
        for verb in ("select", "update")
    ),
    "GRANT SELECT ON recording_tracks TO parley_backup",
    "CREATE POLICY recording_tracks_backup ON recording_tracks FOR SELECT TO parley_backup USING (true)",
    "GRANT SELECT (id, recording_id, room_id, kind, part, start_ms, duration_ms, file_size, created_at)"
    " ON recording_tracks TO parley_readonly",
    "CREATE POLICY recording_tracks_readonly ON recording_tracks FOR SELECT TO parley_readonly USING (true)",
)
BACKWARDS = (
    *(f"DROP POLICY recordings_media_{verb} ON recordings" for verb in ("select", "update")),
    *(f"REVOKE {what} FROM {role}" for what, role in GRANTS.items()),
    *_opened(now=False),
    "DROP FUNCTION tie_recording(uuid)",
    *(f"DROP INDEX {name}" for name in ("recordings_one_open", "recording_tracks_file", "recording_consents_once")),
    UNWATCH.format(table="recording_consents"),
    "DROP POLICY recording_tracks_backup ON recording_tracks",
    "DROP POLICY recording_tracks_readonly ON recording_tracks",
    "REVOKE ALL ON recording_tracks FROM parley_backup, parley_readonly",
    "REVOKE SELECT (id, recording_id, room_id, kind, part, start_ms, duration_ms, file_size, created_at)"
    " ON recording_tracks FROM parley_readonly",
    *(
        statement
        for table, policies in POLICIES.items()
        for statement in (
            f"DROP TRIGGER {table}_born ON {table}",
            f"DROP TRIGGER {table}_touch ON {table}",
            f"DROP POLICY {table}_definer ON {table}",
            *(f"DROP POLICY {table}_{role}_{verb} ON {table}" for role, verb in policies),
            f"REVOKE ALL ON {table} FROM parley_web, parley_agent, parley_worker",
            *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for name in reversed(RULES[table])),
        )
    ),
)


async def forwards() -> MigrationManager:
    """Open recordings to those who record, and the queue to what mixes them."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
