"""Who may correct a transcript: the host, co-hosts, and each speaker their own words; nobody rewrites the history.

The web process writes segments under these policies. What follows from that, the transcript's consolidated text and
the mark on the minutes, is derived by functions, so that it may write neither by itself. The rule of the new column is
NOT VALID: m0034_corrections_valid reads the rows there are.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import ASKED_BY_MODERATOR, ELEVATED, JOB, LEASED, MODERATED, READABLE
from migrations.versions.m0032_recording_rules import ASKED, ASKED_NOW

ID = "2026-11-27T15:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of corrections"

KINDS = "'text', 'assign', 'rename', 'split', 'join', 'replace', 'undo'"
MINE = """EXISTS (SELECT FROM participants p WHERE p.id = participant_id
    AND (p.user_id = app_user() OR p.id = app_participant()))"""
CORRECTABLE = f"({MODERATED} OR ({READABLE} AND {MINE}))"
EDITABLE = f"""({MODERATED} OR ({READABLE} AND EXISTS (
    SELECT FROM transcript_segments s JOIN participants p ON p.id = s.participant_id
    WHERE s.id = segment_id AND (p.user_id = app_user() OR p.id = app_participant()))))"""
IN_OWN_NAME = """edited_by IS NOT DISTINCT FROM app_user() AND (edited_by_participant IS NULL OR EXISTS (
    SELECT FROM participants p WHERE p.id = edited_by_participant
    AND (p.user_id = app_user() OR p.id = app_participant())))"""
CORRECTED = "text, raw_text, words, confidence, participant_id, speaker, start_ms, end_ms, state, revision"
WHOLE = f"id, transcript_id, room_id, seq, language, engine, {CORRECTED}"
POLICIES = {
    ("transcript_segments", "web", "update"): f"USING ({CORRECTABLE} AND state <> 'open') WITH CHECK ({CORRECTABLE})",
    ("transcript_segments", "web", "insert"): f"WITH CHECK ({CORRECTABLE} AND state <> 'open')",
    ("segment_edits", "web", "select"): f"USING ({READABLE} OR {ELEVATED})",
    ("segment_edits", "web", "insert"): f"WITH CHECK ({EDITABLE} AND {IN_OWN_NAME})",
    ("segment_edits", "worker", "select"): f"USING ({JOB})",
    ("segment_edits", "worker", "delete"): f"USING ({JOB})",
    ("glossary_terms", "web", "select"): f"USING ({MODERATED} OR {ELEVATED})",
    ("glossary_terms", "web", "insert"): f"WITH CHECK ({MODERATED})",
    ("glossary_terms", "web", "delete"): f"USING ({MODERATED})",
    ("glossary_terms", "agent", "select"): f"USING ({LEASED})",
}
TABLES = ("segment_edits", "glossary_terms")
RULES = {
    ("segment_edits", "kind_state"): f"CHECK (kind IN ({KINDS}))",
    ("segment_edits", "before_object"): "CHECK (jsonb_typeof(before) = 'object')",
    ("segment_edits", "revised"): "CHECK (revision >= 0)",
    ("segment_edits", "edited_by_participant_same_room"): "FOREIGN KEY (edited_by_participant, room_id)"
    " REFERENCES participants (id, room_id) ON DELETE SET NULL (edited_by_participant)",
    ("glossary_terms", "term_seen"): "CHECK (btrim(term) <> '')",
}
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "audit": "AFTER UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION audit_row()",
}
"""Who adds one is told by an event of its own, which says of how many segments a correction was."""
GRANTS = (
    f"UPDATE ({CORRECTED}), INSERT ({WHOLE}) ON transcript_segments TO parley_web",
    "SELECT, INSERT ON segment_edits TO parley_web",
    "SELECT, DELETE ON segment_edits TO parley_worker",
    "SELECT, INSERT, DELETE ON glossary_terms TO parley_web",
    "SELECT ON glossary_terms TO parley_agent",
    "UPDATE (stale) ON meeting_summaries TO parley_worker",
    "SELECT (id, room_id, segment_id, edit_id, kind, revision, undoes, created_at) ON segment_edits"
    " TO parley_readonly",
    "SELECT (id, room_id, created_at) ON glossary_terms TO parley_readonly",
)
ALLOWED = "(app_role() <> 'parley_web' OR {} IN (SELECT readable_rooms()))"
FUNCTIONS = {
    "consolidate_transcript(which uuid)": """
        RETURNS void LANGUAGE sql BEGIN ATOMIC
            UPDATE transcripts t SET status = 'closed', text = coalesce(whole.text, ''),
                   segments = whole.segments, words = whole.words, confidence_score = whole.confidence,
                   speaker_count = whole.speakers, has_speakers = whole.speakers > 0
            FROM (
                SELECT string_agg(s.speaker || ': ' || s.text, E'\\n' ORDER BY s.start_ms, s.seq) AS text,
                       avg(s.confidence) AS confidence,
                       count(DISTINCT coalesce(s.participant_id::text, s.speaker))::int AS speakers,
                       coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'seq', s.seq, 'participant_id',
                           s.participant_id, 'speaker', s.speaker, 'start_ms', s.start_ms, 'end_ms', s.end_ms,
                           'text', s.text, 'state', s.state) ORDER BY s.start_ms, s.seq), '[]') AS segments,
                       coalesce((SELECT jsonb_agg(w.word ORDER BY x.start_ms, x.seq, w.n) FROM transcript_segments x,
                           jsonb_array_elements(x.words) WITH ORDINALITY AS w(word, n)
                           WHERE x.transcript_id = which), '[]') AS words
                FROM transcript_segments s WHERE s.transcript_id = which AND s.text <> ''
            ) AS whole WHERE t.id = which;
        END""",
    "hold_transcript(which uuid)": f"""
        RETURNS text LANGUAGE sql {DEFINER} BEGIN ATOMIC
            SELECT t.status FROM transcripts t WHERE t.id = which AND {ALLOWED.format("t.room_id")}
            FOR NO KEY UPDATE;
        END""",
    "next_segment_seq(which uuid)": f"""
        RETURNS int LANGUAGE sql {DEFINER} BEGIN ATOMIC
            UPDATE transcripts t SET next_seq = t.next_seq + 1
            WHERE t.id = which AND {ALLOWED.format("t.room_id")} RETURNING t.next_seq - 1;
        END""",
    "settle_corrections(which uuid, corrected jsonb, restored jsonb)": f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            held record;
        BEGIN
            SELECT t.room_id, t.status INTO held FROM transcripts t
            WHERE t.id = which AND {ALLOWED.format("t.room_id")};
            IF held.status = 'closed' THEN
                PERFORM consolidate_transcript(which);
            END IF;
            UPDATE meeting_summaries m SET stale = (
                SELECT coalesce(jsonb_object_agg(e.key, e.value), '{{}}') FROM jsonb_each(corrected || m.stale) AS e
                WHERE restored -> e.key IS DISTINCT FROM e.value)
            WHERE m.room_id = held.room_id AND m.state IN ('drafted', 'ready');
        END $$""",
    "glossary_of(room uuid)": f"""
        RETURNS TABLE (term text, is_own boolean) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT found.term, found.is_own FROM (
                SELECT g.term::text AS term, g.room_id = room AS is_own, max(g.created_at) AS added
                FROM rooms here JOIN rooms r ON r.id = here.id OR r.host_id = here.host_id
                JOIN glossary_terms g ON g.room_id = r.id
                WHERE here.id = room AND (CASE app_role()
                    WHEN 'parley_web' THEN CASE WHEN r.id = here.id THEN room IN (SELECT moderated_rooms())
                        ELSE here.host_id = app_user() END
                    WHEN 'parley_agent' THEN room IN (SELECT leased_rooms())
                    ELSE true END)
                GROUP BY g.term, g.room_id = room
            ) AS found ORDER BY found.is_own DESC, found.added DESC, found.term LIMIT 400;
        END""",
    "forget_edits(segments uuid[])": f"""
        RETURNS void LANGUAGE sql {DEFINER} BEGIN ATOMIC
            WITH RECURSIVE told AS (
                SELECT unnest(segments) AS segment_id
                UNION SELECT other.segment_id FROM told
                JOIN segment_edits mine ON mine.segment_id = told.segment_id AND mine.kind <> 'rename'
                JOIN segment_edits other ON other.edit_id = mine.edit_id AND other.room_id = mine.room_id
                    AND other.kind IN ('split', 'join', 'undo')
            )
            DELETE FROM segment_edits e USING told WHERE e.segment_id = told.segment_id;
        END""",
}
"""`settle_corrections`: `corrected` has the revision of each segment from before, as the minutes read it; `restored`
those that are as in that revision again. `glossary_of`: the terms of the room, then those of its host's other
meetings, newest first. `forget_edits` deletes what the history holds of these segments' words, those they were split
from or joined with included."""
CALLED_BY = {
    "consolidate_transcript(uuid)": "parley_agent, parley_worker, parley_definer",
    "hold_transcript(uuid)": "parley_web",
    "next_segment_seq(uuid)": "parley_web",
    "settle_corrections(uuid, jsonb, jsonb)": "parley_web",
    "glossary_of(uuid)": "parley_web, parley_agent",
    "forget_edits(uuid[])": "",
}
LOGGED, ASKED_FOR = ASKED_NOW, ASKED_BY_MODERATOR.replace(ASKED, ASKED_NOW)
LOGGED_TOO = "entrypoint IN ('minutes', 'mix_recording', 'rewrite_minutes')"
REWRITTEN = ASKED_BY_MODERATOR.replace(ASKED, LOGGED_TOO)
FORWARDS = (
    "ALTER TABLE meeting_summaries ADD CONSTRAINT meeting_summaries_stale_object"
    " CHECK (jsonb_typeof(stale) = 'object') NOT VALID",
    *(f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} {rule}" for (table, name), rule in RULES.items()),
    "CREATE UNIQUE INDEX segment_edits_once ON segment_edits (edit_id, segment_id)",
    "CREATE UNIQUE INDEX glossary_terms_once ON glossary_terms (room_id, term)",
    *(
        f"CREATE TRIGGER {table}_{name} {trigger.format(table)}"
        for table in TABLES
        for name, trigger in TRIGGERS.items()
    ),
    *(
        statement
        for table in TABLES
        for statement in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_definer ON {table} TO parley_definer USING (true)",
            f"CREATE POLICY {table}_readonly ON {table} FOR SELECT TO parley_readonly USING (true)",
        )
    ),
    *(f"GRANT {each}" for each in GRANTS),
    *(
        f"CREATE POLICY {table}_{role}_{verb} ON {table} FOR {verb} TO parley_{role} {rows}"
        for (table, role, verb), rows in POLICIES.items()
    ),
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    f"ALTER POLICY pgqueuer_web_select ON pgqueuer USING ({REWRITTEN})",
    f"ALTER POLICY pgqueuer_web_insert ON pgqueuer WITH CHECK ({REWRITTEN})",
    f"ALTER POLICY pgqueuer_log_web_insert ON pgqueuer_log WITH CHECK ({LOGGED_TOO})",
)
BACKWARDS = (
    f"ALTER POLICY pgqueuer_log_web_insert ON pgqueuer_log WITH CHECK ({LOGGED})",
    f"ALTER POLICY pgqueuer_web_insert ON pgqueuer WITH CHECK ({ASKED_FOR})",
    f"ALTER POLICY pgqueuer_web_select ON pgqueuer USING ({ASKED_FOR})",
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
    *(f"DROP POLICY {table}_{role}_{verb} ON {table}" for table, role, verb in POLICIES),
    "REVOKE UPDATE, INSERT ON transcript_segments FROM parley_web",
    "REVOKE UPDATE (stale) ON meeting_summaries FROM parley_worker",
    *(f"DROP POLICY {table}_{name} ON {table}" for table in TABLES for name in ("definer", "readonly")),
    *(
        f"REVOKE ALL ON {table} FROM parley_web, parley_agent, parley_worker, parley_readonly"
        for table in TABLES
    ),
    *(
        statement
        for table in TABLES
        for statement in (
            *(f"DROP TRIGGER {table}_{name} ON {table}" for name in TRIGGERS),
            f"DROP INDEX {table}_once",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        )
    ),
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for table, name in RULES),
    "ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_stale_object",
)


async def forwards() -> MigrationManager:
    """Open the tables, and what corrections write; back again, the tables go with the migration before."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
