"""Who sees and moves an import, and how it becomes a meeting: whole, in one statement, or not at all.

An import's id is that of its meeting, so that the worker reaches the one and the other by the same setting. The
worker may not insert rooms; a function does so for the import that is its job's, once. No meeting ends in the future.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-27T15:30:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of imports"

STATES = "'uploaded', 'reading', 'transcribing', 'done', 'failed', 'cancelled'"
RULES = {
    "state_state": f"CHECK (state IN ({STATES}))",
    "progress_percent": "CHECK (progress BETWEEN 0 AND 100)",
    "name_shown": "CHECK (name !~ '[[:cntrl:]]' AND btrim(name) <> '')",
    "speakers_array": "CHECK (jsonb_typeof(speakers) = 'array')",
    "size": "CHECK (file_size > 0)",
    "finite": "CHECK (isfinite(started_at))",
    "why": "CHECK ((state = 'failed') = (error IS NOT NULL))",
}
OWN = "user_id = app_user()"
JOB = "id = app_room()"
OWN_JOB = f"entrypoint = 'import' AND convert_from(payload, 'UTF8')::uuid IN (SELECT id FROM imports WHERE {OWN})"
STORE = "store_import(wanted uuid, meeting jsonb)"
STORED = f"""
RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    i imports;
    new_transcript uuid := gen_random_uuid();
    new_recording uuid := (meeting->'recording'->>'id')::uuid;
    lasting interval := make_interval(secs => (meeting->>'duration_ms')::float8 / 1000);
    began timestamptz;
    until timestamptz;
BEGIN
    IF app_role() = 'parley_worker' AND wanted IS DISTINCT FROM app_room() THEN
        RAISE EXCEPTION 'a job stores its own import' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE imports SET state = 'done', progress = 100, note = meeting->>'note'
    WHERE id = wanted AND state = 'transcribing' RETURNING * INTO i;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    began := least(i.started_at, now() - lasting);
    until := began + lasting;
    INSERT INTO rooms (id, host_id, name, slug, type, status, livekit_room_name, settings, started_at, ended_at,
                       time_zone)
    VALUES (i.id, i.user_id, i.name, meeting->>'slug', 'instant', 'ended', 'parley-' || i.id,
            jsonb_build_object('access', 'invited', 'guests', false, 'language', i.language),
            began, until, i.time_zone);
    INSERT INTO participants (id, room_id, user_id, display_name, role, status, identity, joined_at, left_at)
    SELECT s.id, i.id, CASE WHEN s.is_host THEN i.user_id END, s.name,
           CASE WHEN s.is_host THEN 'host' ELSE 'guest' END, 'left', s.id::text, began, until
    FROM jsonb_to_recordset(meeting->'speakers') AS s(id uuid, name text, is_host boolean);
    INSERT INTO attendance (room_id, participant_id, joined_at, left_at)
    SELECT i.id, (s->>'id')::uuid, began, until FROM jsonb_array_elements(meeting->'speakers') AS s;
    INSERT INTO recordings (id, room_id, started_by, status, file_path, file_size, file_sha256, duration,
                            started_at, completed_at)
    SELECT new_recording, i.id, i.user_id, 'completed', r.file_path, r.file_size, r.sha256, r.duration, began, now()
    FROM jsonb_to_record(meeting->'recording')
        AS r(file_path text, file_size bigint, sha256 text, duration int)
    WHERE new_recording IS NOT NULL;
    INSERT INTO recording_tracks (recording_id, room_id, participant_id, kind, speaker, part, file_path, start_ms,
                                  duration_ms, file_size, sha256)
    SELECT new_recording, i.id, t.participant_id, 'speaker', t.speaker, 0, t.file_path, 0, t.duration_ms,
           t.file_size, t.sha256
    FROM jsonb_to_recordset(coalesce(meeting->'recording'->'tracks', '[]')) AS t(participant_id uuid, speaker text,
        file_path text, duration_ms int, file_size bigint, sha256 text);
    INSERT INTO transcripts (id, room_id, recording_id, language, engine, status, next_seq)
    VALUES (new_transcript, i.id, new_recording, i.language, meeting->>'engine', 'open', jsonb_array_length(meeting->'segments'));
    INSERT INTO transcript_segments (transcript_id, room_id, seq, participant_id, speaker, language, engine,
        start_ms, end_ms, text, raw_text, words, confidence, state, revision)
    SELECT new_transcript, i.id, s.seq, s.participant_id, s.speaker, i.language, meeting->>'engine', s.start_ms, s.end_ms,
           s.text, s.raw_text, s.words, s.confidence, s.state, s.revision
    FROM jsonb_to_recordset(meeting->'segments') AS s(seq int, participant_id uuid, speaker text, start_ms int,
        end_ms int, text text, raw_text text, words jsonb, confidence float8, state text, revision int);
    INSERT INTO meeting_summaries (room_id, transcript_id, state) VALUES (i.id, new_transcript, 'queued');
    RETURN true;
END $$
"""
SIGNATURE = "store_import(uuid, jsonb)"
POLICIES = {
    ("imports", "web", "select"): f"USING ({OWN})",
    ("imports", "web", "insert"): f"WITH CHECK ({OWN} AND state = 'uploaded')",
    ("imports", "web", "update"): f"USING ({OWN}) WITH CHECK ({OWN} AND state = 'cancelled')",
    ("imports", "worker", "select"): f"USING ({JOB})",
    ("imports", "worker", "update"): f"USING ({JOB})",
    ("pgqueuer", "web", "select"): f"USING ({OWN_JOB})",
    ("pgqueuer", "web", "insert"): f"WITH CHECK ({OWN_JOB})",
    ("pgqueuer_log", "web", "insert"): "WITH CHECK (entrypoint = 'import')",
}


def _policy(table: str, role: str, verb: str) -> str:
    return f"{table}_{role}_{verb}" if table == "imports" else f"{table}_{role}_import_{verb}"


FORWARDS = (
    *(f"ALTER TABLE imports ADD CONSTRAINT imports_{name} {rule}" for name, rule in RULES.items()),
    "CREATE INDEX imports_newest ON imports (user_id, created_at DESC)",
    *(
        f"CREATE TRIGGER imports_{name} BEFORE {verb} ON imports FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for name, verb in {"born": "INSERT", "touch": "UPDATE"}.items()
    ),
    "CREATE TRIGGER imports_audit AFTER INSERT OR DELETE OR UPDATE OF state ON imports"
    " FOR EACH ROW EXECUTE FUNCTION audit_row()",
    "ALTER TABLE imports ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE imports FORCE ROW LEVEL SECURITY",
    "CREATE POLICY imports_definer ON imports TO parley_definer USING (true)",
    "GRANT SELECT, INSERT, UPDATE (state) ON imports TO parley_web",
    "GRANT SELECT, UPDATE (state, progress, error) ON imports TO parley_worker",
    "GRANT SELECT (id, file_size, state, progress, created_at, updated_at) ON imports TO parley_readonly",
    "CREATE POLICY imports_readonly ON imports FOR SELECT TO parley_readonly USING (true)",
    *(
        f"CREATE POLICY {_policy(table, role, verb)} ON {table} FOR {verb} TO parley_{role} {rows}"
        for (table, role, verb), rows in POLICIES.items()
    ),
    f"CREATE FUNCTION {STORE} {STORED}",
    f"REVOKE EXECUTE ON FUNCTION {SIGNATURE} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO parley_worker",
)
BACKWARDS = (
    f"DROP FUNCTION {SIGNATURE}",
    *(f"DROP POLICY {_policy(table, role, verb)} ON {table}" for table, role, verb in POLICIES),
    "DROP POLICY imports_readonly ON imports",
    "DROP POLICY imports_definer ON imports",
    "REVOKE ALL ON imports FROM parley_web, parley_worker, parley_readonly",
    "DROP TRIGGER imports_audit ON imports",
    "DROP TRIGGER imports_born ON imports",
    "DROP TRIGGER imports_touch ON imports",
    "DROP INDEX imports_newest",
    *(f"ALTER TABLE imports DROP CONSTRAINT imports_{name}" for name in RULES),
)


async def forwards() -> MigrationManager:
    """Open the table to its owners and the worker, and let an import become a meeting."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
