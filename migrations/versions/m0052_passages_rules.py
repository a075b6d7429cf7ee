"""Who reads passages: whoever reads the transcript; and who asks: people, of whom nobody sees another's question.

A passage holds no words, but the ids of its segments and what they are found by. So it is dropped with the first
change of one of them, whoever changes it, and made again by a job. The vectors need pgvector, which only a superuser
may create; where it is not there, add_passage_vectors() gives false and passages are found by their words. It is
called after each migration, so that what was created later is used.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import JOB, OWN, READABLE

ID = "2026-11-27T21:52:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of passages and questions"

STATES = "'asked', 'answering', 'answered', 'failed'"
SCHEMA = "vectors"
"""pgvector's own, so that its two hundred functions are not among ours."""
SATURATION, LENGTH = 1.2, 0.75
"""k1 and b of BM25, as Lucene has them."""
MOST = 100
"""Passages that are found at once."""
KEPT = "1 hour"
"""How long a question stays that nobody took the answer of."""
RULES = {
    ("transcript_passages", "times"): "CHECK (start_ms >= 0 AND end_ms >= start_ms)",
    ("transcript_passages", "of_segments"): "CHECK (cardinality(segment_ids) > 0)",
    ("transcript_passages", "transcript_id_same_room"): "FOREIGN KEY (transcript_id, room_id)"
    " REFERENCES transcripts (id, room_id) ON DELETE CASCADE",
    ("passage_indexes", "counted"): "CHECK (passages >= 0)",
    ("questions", "state_state"): f"CHECK (state IN ({STATES}))",
    ("questions", "length"): "CHECK (char_length(text) BETWEEN 1 AND 1000)",
    ("questions", "lists"): "CHECK (jsonb_typeof(passages) = 'array' AND jsonb_typeof(answer) = 'array')",
}
TABLES = ("transcript_passages", "passage_indexes", "questions")
MINE = "p.room_id = ANY (ARRAY(SELECT readable_rooms())) AND (room IS NULL OR p.room_id = room)"
VECTORS = f"""
CREATE FUNCTION add_passage_vectors() RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog, public AS $add$
DECLARE
    place text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'vector') THEN
        IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN
            RETURN false;
        END IF;
        BEGIN
            CREATE SCHEMA IF NOT EXISTS {SCHEMA};
            CREATE EXTENSION vector SCHEMA {SCHEMA};
            GRANT USAGE ON SCHEMA {SCHEMA} TO parley_definer;
        EXCEPTION WHEN insufficient_privilege THEN
            RETURN false;
        END;
    END IF;
    SELECT quote_ident(n.nspname) INTO place
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector';
    IF to_regtype(place || '.halfvec') IS NULL THEN
        RETURN false;  -- before 0.7
    END IF;
    IF NOT EXISTS (SELECT FROM pg_attribute
                   WHERE attrelid = 'transcript_passages'::regclass AND attname = 'embedding') THEN
        EXECUTE format('ALTER TABLE transcript_passages ADD COLUMN embedding %s.halfvec', place);
        EXECUTE format($make$
            CREATE FUNCTION passages_by_meaning(asked real[], of_model text, room uuid, most int)
            RETURNS TABLE (id uuid, score double precision) LANGUAGE sql STABLE {DEFINER} AS $find$
                SELECT p.id, -(p.embedding OPERATOR(%1$s.<#>) asked::%1$s.halfvec)
                FROM transcript_passages p
                WHERE {MINE} AND p.model = of_model AND p.embedding IS NOT NULL
                ORDER BY 2 DESC, p.id LIMIT least(most, {MOST})
            $find$
        $make$, place);
        REVOKE EXECUTE ON FUNCTION passages_by_meaning(real[], text, uuid, int) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION passages_by_meaning(real[], text, uuid, int) TO parley_web;
    END IF;
    RETURN true;
END $add$
"""
FUNCTIONS = {
    "search_forms(language text, body text)": """
        RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
            to_tsvector(search_configuration(language), body) || search_other_forms(language, body)""",
    "passages_by_words(asked text, room uuid, most int)": f"""
        RETURNS TABLE (id uuid, score double precision) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            WITH mine AS MATERIALIZED (
                SELECT p.id, p.search, p.language, length(p.search)::float8 AS size
                FROM transcript_passages p WHERE {MINE}
            ), totals AS MATERIALIZED (
                SELECT count(*)::float8 AS passages, greatest(avg(m.size), 1) AS size FROM mine m
            ), words AS MATERIALIZED (
                SELECT spoken.language, word.lexeme
                FROM (SELECT DISTINCT m.language FROM mine m) AS spoken
                CROSS JOIN LATERAL unnest(tsvector_to_array(search_forms(spoken.language, asked))) AS word (lexeme)
            ), any_word AS MATERIALIZED (
                SELECT w.language, string_agg('''' || replace(replace(w.lexeme, '\\', '\\\\'), '''', '''''') || '''',
                                              ' | ')::tsquery AS query
                FROM words w GROUP BY w.language
            ), hits AS MATERIALIZED (
                SELECT m.id, m.size, said.lexeme, coalesce(cardinality(said.positions), 1)::float8 AS times
                FROM mine m JOIN any_word a ON a.language = m.language AND m.search @@ a.query
                CROSS JOIN LATERAL unnest(m.search) AS said (lexeme, positions, weights)
                JOIN words w ON w.language = m.language AND w.lexeme = said.lexeme
            ), rarity AS MATERIALIZED (
                SELECT h.lexeme, ln(1 + (t.passages - count(*) + 0.5) / (count(*) + 0.5)) AS weight
                FROM hits h CROSS JOIN totals t GROUP BY h.lexeme, t.passages
            )
            SELECT h.id, sum(r.weight * h.times * ({SATURATION} + 1) / (h.times + {SATURATION}
                       * (1 - {LENGTH} + {LENGTH} * h.size / t.size)))::double precision AS score
            FROM hits h JOIN rarity r ON r.lexeme = h.lexeme CROSS JOIN totals t
            GROUP BY h.id ORDER BY score DESC, h.id LIMIT least(most, {MOST});
        END""",
    "rooms_to_index(of_model text, most int)": f"""
        RETURNS SETOF uuid LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT t.room_id FROM transcripts t LEFT JOIN passage_indexes i ON i.room_id = t.room_id
            WHERE t.status = 'closed' AND (i.room_id IS NULL OR (of_model <> '' AND i.model <> of_model))
            ORDER BY t.created_at DESC LIMIT least(most, {MOST});
        END""",
    "drop_passages()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            DELETE FROM transcript_passages p WHERE p.room_id = OLD.room_id AND OLD.id = ANY (p.segment_ids);
            IF FOUND THEN
                DELETE FROM passage_indexes i WHERE i.room_id = OLD.room_id;
            END IF;
            RETURN NULL;
        END $$""",
    "forget_questions()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            DELETE FROM questions q WHERE q.room_id = NEW.room_id OR q.room_id IS NULL;
            RETURN NULL;
        END $$""",
    "expire_questions()": f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            gone bigint;
        BEGIN
            DELETE FROM questions q WHERE q.created_at < now() - interval '{KEPT}';
            GET DIAGNOSTICS gone = ROW_COUNT;
            RETURN gone;
        END $$""",
}
"""`passages_by_words` is BM25 over what the actor may read, any of the words being enough, in each language's stems.
`forget_questions`: an answer may tell, in other words, what is now forgotten; who asked may ask again."""
CALLED_BY = {
    "search_forms(text, text)": "parley_worker, parley_definer",
    "passages_by_words(text, uuid, int)": "parley_web",
    "rooms_to_index(text, int)": "parley_worker",
    "drop_passages()": "",
    "forget_questions()": "",
    "expire_questions()": "parley_worker",
    "add_passage_vectors()": "",
}
CHANGED = "OLD.text IS DISTINCT FROM NEW.text OR OLD.speaker IS DISTINCT FROM NEW.speaker"
TRIGGERS = {
    **{
        (table, name): f"BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for table in TABLES
        for name, verb in (("born", "INSERT"), ("touch", "UPDATE"))
    },
    ("transcript_segments", "passages_changed"): "AFTER UPDATE OF text, speaker ON transcript_segments"
    f" FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION drop_passages()",
    ("transcript_segments", "passages_deleted"): "AFTER DELETE ON transcript_segments"
    " FOR EACH ROW EXECUTE FUNCTION drop_passages()",
    ("forgotten_words", "questions"): "AFTER INSERT ON forgotten_words"
    " FOR EACH ROW EXECUTE FUNCTION forget_questions()",
}
ASKED_IN_MINE = f"{OWN} AND (room_id IS NULL OR {READABLE})"
MY_QUESTION = "id = app_room()"
"""A job's payload is the question's id; see server/meeting/actor.py."""
QUEUE = f"entrypoint = 'answer' AND convert_from(payload, 'UTF8')::uuid IN (SELECT id FROM questions WHERE {OWN})"
POLICIES = {
    ("transcript_passages", "web", "select"): f"USING ({READABLE})",
    ("transcript_passages", "worker", "select"): f"USING ({JOB})",
    ("transcript_passages", "worker", "insert"): f"WITH CHECK ({JOB})",
    ("transcript_passages", "worker", "delete"): f"USING ({JOB})",
    ("passage_indexes", "web", "select"): f"USING ({READABLE})",
    ("passage_indexes", "worker", "select"): f"USING ({JOB})",
    ("passage_indexes", "worker", "insert"): f"WITH CHECK ({JOB})",
    ("passage_indexes", "worker", "update"): f"USING ({JOB})",
    ("questions", "web", "select"): f"USING ({OWN})",
    ("questions", "web", "insert"): f"WITH CHECK ({ASKED_IN_MINE} AND state = 'asked')",
    ("questions", "web", "delete"): f"USING ({OWN})",
    ("questions", "worker", "select"): f"USING ({MY_QUESTION})",
    ("questions", "worker", "update"): f"USING ({MY_QUESTION})",
    ("pgqueuer", "web", "answer_select"): f"USING ({QUEUE})",
    ("pgqueuer", "web", "answer_insert"): f"WITH CHECK ({QUEUE})",
    ("pgqueuer_log", "web", "answer_insert"): "WITH CHECK (entrypoint = 'answer')",
}
GRANTS = (
    "SELECT (id, room_id, transcript_id, segment_ids, start_ms, end_ms, language, model)"
    " ON transcript_passages TO parley_web",
    "SELECT, INSERT, DELETE ON transcript_passages TO parley_worker",
    "SELECT ON passage_indexes TO parley_web",
    "SELECT, INSERT, UPDATE (model, passages) ON passage_indexes TO parley_worker",
    "SELECT, DELETE, INSERT (id, user_id, room_id, text) ON questions TO parley_web",
    "SELECT, UPDATE (state, method, passages, answer, note) ON questions TO parley_worker",
    "SELECT (id, room_id, start_ms, end_ms, language, model, created_at) ON transcript_passages TO parley_readonly",
    "SELECT ON passage_indexes TO parley_readonly",
    "SELECT (id, room_id, state, method, created_at, updated_at) ON questions TO parley_readonly",
)
FORWARDS = (
    *(f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} {rule}" for (table, name), rule in RULES.items()),
    "ALTER TABLE transcript_passages ADD COLUMN search tsvector",
    "CREATE UNIQUE INDEX questions_one_at_a_time ON questions (user_id) WHERE state IN ('asked', 'answering')",
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    VECTORS,
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    *(f"CREATE TRIGGER {table}_{name} {trigger}" for (table, name), trigger in TRIGGERS.items()),
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
        f"CREATE POLICY {table}_{role}_{verb} ON {table} FOR {verb.removeprefix('answer_')} TO parley_{role} {rows}"
        for (table, role, verb), rows in POLICIES.items()
    ),
)
BACKWARDS = (
    *(f"DROP POLICY {table}_{role}_{verb} ON {table}" for table, role, verb in POLICIES),
    *(f"DROP POLICY {table}_{name} ON {table}" for table in TABLES for name in ("definer", "readonly")),
    *(f"REVOKE ALL ON {table} FROM parley_web, parley_worker, parley_readonly" for table in TABLES),
    *(
        statement
        for table in TABLES
        for statement in (
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        )
    ),
    *(f"DROP TRIGGER {table}_{name} ON {table}" for table, name in TRIGGERS),
    "DROP FUNCTION IF EXISTS passages_by_meaning(real[], text, uuid, int)",
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
    "DROP INDEX questions_one_at_a_time",
    "ALTER TABLE transcript_passages DROP COLUMN search",
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for table, name in RULES),
)


async def forwards() -> MigrationManager:
    """Open the tables; pgvector and its schema stay after going back, other things may use it."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
