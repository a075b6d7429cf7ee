"""Forgotten words: erased wherever they are, at once, and never stored again, whoever still has them.

One function erases them in one transaction. A segment stays as an empty row, for others count on its `seq`. What the
transcriber had not stored yet, or a dead one left in a journal, is emptied by a trigger when it comes. Claims of the
minutes that rest on forgotten words go; the summary and the reports, whose sentences rest on nothing that is known, go
as a whole and are written again.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import ELEVATED, JOB, LEASED, READABLE
from migrations.versions.m0013_gaps_rules import LONGEST_MS

ID = "2026-11-27T15:50:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of forgotten words"

STATES = "'open', 'final', 'refined', 'corrected', 'interrupted'"
DROP_STATE = "ALTER TABLE transcript_segments DROP CONSTRAINT transcript_segments_state_state"
STATE = "ALTER TABLE transcript_segments ADD CONSTRAINT transcript_segments_state_state CHECK (state IN ({})) NOT VALID"
RULES = {
    "participant_id_same_room": "FOREIGN KEY (participant_id, room_id) REFERENCES participants (id, room_id)"
    " ON DELETE CASCADE",
    "until": "CHECK (until_ms >= 0)",
}
EMPTY = "text = '', raw_text = '', words = '[]', confidence = NULL, state = 'forgotten'"
FUNCTIONS = {
    "without_forgotten(claims jsonb, gone text[])": """
        RETURNS jsonb LANGUAGE sql IMMUTABLE RETURN (
            SELECT coalesce(jsonb_agg(c.claim ORDER BY c.n) FILTER (WHERE NOT c.claim -> 'evidence' ?| gone), '[]')
            FROM jsonb_array_elements(claims) WITH ORDINALITY AS c (claim, n))""",
    "forget_words(room uuid, who uuid, with_chat boolean)": f"""
        RETURNS TABLE (segments int, messages int) LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            of rooms;
            before_ms int := {LONGEST_MS};
            gone uuid[];
            transcript transcripts;
        BEGIN
            IF NOT EXISTS (SELECT FROM participants p WHERE p.id = who AND p.room_id = room
                AND (p.user_id = app_user() OR p.id = app_participant() OR room IN (SELECT hosted_rooms()))) THEN
                RAISE EXCEPTION 'those are not their words' USING ERRCODE = 'insufficient_privilege';
            END IF;
            SELECT * INTO of FROM rooms r WHERE r.id = room FOR NO KEY UPDATE;
            PERFORM FROM transcripts t WHERE t.room_id = room ORDER BY t.id FOR NO KEY UPDATE;
            PERFORM FROM meeting_summaries m WHERE m.room_id = room FOR UPDATE;
            IF of.status = 'live' THEN
                before_ms := least({LONGEST_MS}, extract(epoch FROM clock_timestamp() - of.started_at) * 1000);
            END IF;
            INSERT INTO forgotten_words AS f (room_id, participant_id, until_ms) VALUES (room, who, before_ms)
            ON CONFLICT (participant_id) DO UPDATE SET until_ms = greatest(f.until_ms, EXCLUDED.until_ms);
            WITH emptied AS (
                UPDATE transcript_segments s SET {EMPTY}, revision = s.revision + 1
                WHERE s.room_id = room AND s.participant_id = who AND s.start_ms < before_ms AND s.state <> 'forgotten'
                RETURNING s.id
            ) SELECT count(*), coalesce(array_agg(emptied.id), '{{}}') INTO segments, gone FROM emptied;
            PERFORM forget_edits(gone);
            FOR transcript IN SELECT * FROM transcripts t WHERE t.room_id = room LOOP
                IF transcript.status = 'closed' THEN
                    PERFORM consolidate_transcript(transcript.id);
                ELSE
                    UPDATE transcripts t SET text = '', segments = '[]', words = '[]' WHERE t.id = transcript.id;
                END IF;
            END LOOP;
            PERFORM forget_in_minutes(room, ARRAY(SELECT s.id::text FROM transcript_segments s
                WHERE s.room_id = room AND s.participant_id = who AND s.state = 'forgotten'));
            messages := 0;
            IF with_chat THEN
                DELETE FROM chat_messages c WHERE c.room_id = room AND c.participant_id = who;
                GET DIAGNOSTICS messages = ROW_COUNT;
            END IF;
            RETURN NEXT;
        END $$""",
    "forget_in_minutes(room uuid, gone text[])": f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF gone = '{{}}' THEN
                RETURN;
            END IF;
            UPDATE meeting_summaries m SET executive_summary = '', key_points = without_forgotten(m.key_points, gone),
                decisions = without_forgotten(m.decisions, gone), topics = without_forgotten(m.topics, gone),
                stale = m.stale - gone
            WHERE m.room_id = room;
            DELETE FROM action_items a WHERE a.room_id = room AND a.evidence ?| gone;
            DELETE FROM participant_reports p WHERE p.room_id = room;
        END $$""",
    "keep_forgotten()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF EXISTS (SELECT FROM forgotten_words f
                       WHERE f.participant_id = NEW.participant_id AND NEW.start_ms < f.until_ms) THEN
                NEW.text := '';
                NEW.raw_text := '';
                NEW.words := '[]';
                NEW.confidence := NULL;
                NEW.state := 'forgotten';
            END IF;
            RETURN NEW;
        END $$""",
}
CALLED_BY = {
    "forget_words(uuid, uuid, boolean)": "parley_web",
    "forget_in_minutes(uuid, text[])": "",
    "keep_forgotten()": "",
}
POLICIES = {
    ("web", "select"): f"{READABLE} OR {ELEVATED}",
    ("agent", "select"): LEASED,
    ("worker", "select"): JOB,
}
MINE = """convert_from(payload, 'UTF8')::uuid IN (SELECT f.room_id FROM forgotten_words f
    JOIN participants p ON p.id = f.participant_id
    WHERE p.user_id = app_user() OR p.id = app_participant() OR f.room_id IN (SELECT hosted_rooms()))"""
QUEUE = f"entrypoint = 'forget_words' AND {MINE}"
"""Whoever forgot words, or had them forgotten, asks for what follows from it."""
FORWARDS = (
    *(f"ALTER TABLE forgotten_words ADD CONSTRAINT forgotten_words_{name} {rule}" for name, rule in RULES.items()),
    *(
        f"CREATE TRIGGER forgotten_words_{name} BEFORE {verb} ON forgotten_words"
        " FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for name, verb in {"born": "INSERT", "touch": "UPDATE"}.items()
    ),
    "CREATE TRIGGER forgotten_words_audit AFTER INSERT OR UPDATE OR DELETE ON forgotten_words"
    " FOR EACH ROW EXECUTE FUNCTION audit_row()",
    "ALTER TABLE forgotten_words ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE forgotten_words FORCE ROW LEVEL SECURITY",
    "CREATE POLICY forgotten_words_definer ON forgotten_words TO parley_definer USING (true)",
    "GRANT SELECT ON forgotten_words TO parley_web, parley_agent, parley_worker",
    *(
        f"CREATE POLICY forgotten_words_{role}_{verb} ON forgotten_words FOR {verb} TO parley_{role} USING ({rows})"
        for (role, verb), rows in POLICIES.items()
    ),
    "GRANT SELECT (id, room_id, created_at) ON forgotten_words TO parley_readonly",
    "CREATE POLICY forgotten_words_readonly ON forgotten_words FOR SELECT TO parley_readonly USING (true)",
    DROP_STATE,
    STATE.format(f"{STATES}, 'forgotten'"),
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    "CREATE TRIGGER transcript_segments_forgotten BEFORE INSERT OR UPDATE ON transcript_segments FOR EACH ROW"
    " WHEN (NEW.participant_id IS NOT NULL AND NEW.state <> 'forgotten') EXECUTE FUNCTION keep_forgotten()",
    f"CREATE POLICY pgqueuer_web_forget_select ON pgqueuer FOR SELECT TO parley_web USING ({QUEUE})",
    f"CREATE POLICY pgqueuer_web_forget_insert ON pgqueuer FOR INSERT TO parley_web WITH CHECK ({QUEUE})",
    "CREATE POLICY pgqueuer_log_web_forget ON pgqueuer_log FOR INSERT TO parley_web"
    " WITH CHECK (entrypoint = 'forget_words')",
)
BACKWARDS = (
    "DROP POLICY pgqueuer_log_web_forget ON pgqueuer_log",
    "DROP POLICY pgqueuer_web_forget_insert ON pgqueuer",
    "DROP POLICY pgqueuer_web_forget_select ON pgqueuer",
    "DROP TRIGGER transcript_segments_forgotten ON transcript_segments",
    *(f"DROP FUNCTION {name.split('(')[0]}" for name in reversed(FUNCTIONS)),
    "UPDATE transcript_segments SET state = 'final' WHERE state = 'forgotten'",
    DROP_STATE,
    STATE.format(STATES),
    "DROP POLICY forgotten_words_readonly ON forgotten_words",
    *(f"DROP POLICY forgotten_words_{role}_{verb} ON forgotten_words" for role, verb in POLICIES),
    "DROP POLICY forgotten_words_definer ON forgotten_words",
    "REVOKE ALL ON forgotten_words FROM parley_web, parley_agent, parley_worker, parley_readonly",
    "ALTER TABLE forgotten_words NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE forgotten_words DISABLE ROW LEVEL SECURITY",
    *(f"DROP TRIGGER forgotten_words_{name} ON forgotten_words" for name in ("audit", "touch", "born")),
    *(f"ALTER TABLE forgotten_words DROP CONSTRAINT forgotten_words_{name}" for name in RULES),
)


async def forwards() -> MigrationManager:
    """Let people forget words; back again the empty rows stay empty."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
