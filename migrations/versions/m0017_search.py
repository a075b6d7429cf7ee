"""Search in titles, in other spellings, and in parts of scripts that are written without spaces.

A transcript's own words stay in `search`. Where they are not plain ASCII, `search_also` holds them once more: in one
width, without accents, and every letter and every two neighbouring letters of Chinese, Japanese, Korean, Thai, Lao,
Khmer and Burmese, of which any part is looked for. `rooms.search` is a meeting's title and tags in all these forms.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-26T13:17:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search in titles and parts"

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3031-\u3035\u3040-\u30ff\u3130-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""server/meeting/search_words.py cuts what is asked for by the same letters; a test compares them."""
ACCENTS = "\u0300-\u036f"
CHARACTERS = 200_000
BOUNDED = 40_000
"""Letters whose every pair fits into a tsvector's megabyte, however rare all of them are."""
RANKED = 500
"""How many of a person's newest matching meetings are weighed against each other, as in m0009."""
FIRST_RUN = 7_000_000_000_000
"""A number stands for each run of unspaced letters until the query is made; search_words.py counts from here."""
SIMPLE = "'pg_catalog.simple'::regconfig"

LANGUAGES = (
    "simple arabic danish german greek english spanish finnish french hindi hungarian indonesian italian dutch"
    " norwegian portuguese romanian russian swedish tamil turkish"
).split()
"""Those of search_configuration(), m0005."""
CONFIGURATIONS = "ARRAY[%s]" % ", ".join(f"'pg_catalog.{name}'::regconfig" for name in LANGUAGES)

FUNCTIONS = {
    "search_plain(body text)": f"""
        RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
            normalize(regexp_replace(normalize(body, NFKD), '[{ACCENTS}]', '', 'g'), NFC)""",
    "search_spaced(body text)": f"""
        RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
            regexp_replace(search_plain(body), '([{UNSPACED}]+)', ' \\1 ', 'g')""",
    "search_parts(body text)": f"""
        RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
        SET search_path = pg_catalog, public RETURN (
            SELECT array_to_tsvector(coalesce(array_agg(part) FILTER (WHERE part IS NOT NULL), '{{}}'))
            FROM (
                SELECT letter, lead(letter) OVER (ORDER BY place) AS after
                FROM unnest(string_to_array(regexp_replace(body, '[^{UNSPACED}]+', ' ', 'g'), NULL))
                    WITH ORDINALITY AS letters (letter, place)
            ) AS pairs, unnest(ARRAY[letter, CASE WHEN after <> ' ' THEN letter || after END]) AS part
            WHERE letter <> ' ')""",
    "search_other_forms(language text, body text)": f"""
        RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
        DECLARE
            plain text;
            spaced text;
        BEGIN
            IF octet_length(body) = char_length(body) THEN
                RETURN '';
            END IF;
            plain := search_plain(body);
            spaced := plain;
            IF plain !~ '[{UNSPACED}]' THEN
                RETURN to_tsvector(search_configuration(language), plain);
            END IF;
            spaced := regexp_replace(plain, '[{UNSPACED}]+', ' ', 'g');
            RETURN to_tsvector(search_configuration(language), spaced) || search_parts(plain);
        EXCEPTION WHEN program_limit_exceeded THEN
            RETURN to_tsvector(search_configuration(language), left(spaced, {BOUNDED}))
                || search_parts(left(plain, {BOUNDED}));
        END $$""",
    "search_title(language text, name text, tags text[])": f"""
        RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
        DECLARE
            words text := name;
            tag text;
        BEGIN
            FOREACH tag IN ARRAY tags LOOP
                words := words || ' ' || tag;
            END LOOP;
            RETURN setweight(to_tsvector({SIMPLE}, words) || to_tsvector(search_configuration(language), words)
                || search_other_forms('simple', words) || search_other_forms(language, words), 'A');
        END $$""",
    "search_with_parts(asked tsquery, parts text[])": f"""
        RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
        DECLARE
            told text := asked::text;
        BEGIN
            IF cardinality(parts) = 0 THEN
                RETURN asked;
            END IF;
            told := regexp_replace(told, '<(-|[0-9]+)>', '&', 'g');  -- parts have no places in a text
            FOR number IN 1 .. cardinality(parts) LOOP
                told := replace(told, '''' || {FIRST_RUN} + number || '''', '(' || parts[number] || ')');
            END LOOP;
            RETURN told::tsquery;
        END $$""",
    "search_asked(words text, plain text, parts text[])": f"""
        RETURNS TABLE (configuration regconfig, query tsquery, plainly tsquery) LANGUAGE sql STABLE PARALLEL SAFE
        SET search_path = pg_catalog, public BEGIN ATOMIC
            SELECT asked.name, asked.query, asked.plainly
            FROM (
                SELECT typed.name, typed.query, CASE WHEN plain = words THEN typed.query
                    ELSE search_with_parts(websearch_to_tsquery(typed.name, plain), parts) END AS plainly
                FROM (
                    SELECT every.name,
                           websearch_to_tsquery(every.name, CASE WHEN cardinality(parts) = 0 THEN words ELSE '' END) AS query
                    FROM unnest({CONFIGURATIONS}) AS every (name) OFFSET 0
                ) AS typed OFFSET 0
            ) AS asked
            WHERE querytree(asked.query) NOT IN ('', 'T') OR querytree(asked.plainly) NOT IN ('', 'T');
        END""",
    "search_meetings(words text, plain text, parts text[], below double precision, after uuid, results int)": f"""
        RETURNS TABLE (id uuid, room_id uuid, transcript_id uuid, rank double precision, marks tsquery)
        LANGUAGE plpgsql STABLE ROWS 10 {DEFINER} AS $$
        DECLARE
            rooms uuid[] := ARRAY(SELECT readable_rooms());
            configurations regconfig[];
            queries tsquery[];
            plain_queries tsquery[];
            words_of_any tsquery[];
            wide tsquery;
            titled tsquery;
        BEGIN
            SELECT array_agg(a.configuration), array_agg(a.query), array_agg(a.plainly),
                   array_agg(any_of(a.configuration, words || ' ' || plain))
            INTO configurations, queries, plain_queries, words_of_any FROM search_asked(words, plain, parts) AS a;
            SELECT string_agg(DISTINCT '(' || each.query::text || ')', ' | ')::tsquery INTO wide
            FROM unnest(queries || plain_queries) AS each (query)
            WHERE querytree(each.query) NOT IN ('', 'T');
            IF wide IS NULL THEN
                RETURN;
            END IF;
            SELECT string_agg(DISTINCT each.query, ' | ')::tsquery INTO titled
            FROM (
                SELECT '(' || one.query::text || ')' FROM unnest(words_of_any) AS one (query)
                UNION ALL SELECT '(' || part || ')' FROM unnest(parts) AS part
            ) AS each (query);
            RETURN QUERY
            WITH asked AS MATERIALIZED (
                SELECT q.configuration, nullif(q.query, ''::tsquery) AS query, nullif(q.plainly, ''::tsquery) AS plainly,
                       q.marks
                FROM unnest(configurations, queries, plain_queries, words_of_any)
                    AS q (configuration, query, plainly, marks)
            ), titles AS MATERIALIZED (
                SELECT r.id, r.search, r.language
                FROM unnest(rooms) AS mine (id) CROSS JOIN LATERAL (  -- each by its key, however few there are in all
                    SELECT r.id, r.search, r.settings ->> 'language' AS language, r.created_at FROM rooms r
                    WHERE r.id = mine.id OFFSET 0
                ) AS r
                WHERE r.search @@ titled ORDER BY r.created_at DESC LIMIT {RANKED}
            ), said AS MATERIALIZED (
                SELECT t.id, t.room_id, asked.marks, CASE WHEN t.search @@ asked.query
                    THEN ts_rank(t.search, asked.query, 1)
                    ELSE ts_rank(coalesce(nullif(t.search_also, ''), t.search), asked.plainly, 1) END AS weight
                FROM transcripts t JOIN asked ON asked.configuration = search_configuration(t.language)
                WHERE t.room_id = ANY (rooms) AND (t.search @@ wide OR t.search_also @@ wide)
                  AND (t.search @@ asked.query
                       OR coalesce(nullif(t.search_also, ''), t.search) @@ asked.plainly)
                ORDER BY t.created_at DESC LIMIT {RANKED}
            ), called AS MATERIALIZED (
                SELECT titles.id AS room_id, t.id, asked.marks, ts_rank(titles.search, titled)::float8 AS weight
                FROM titles LEFT JOIN LATERAL (
                    SELECT t.id, t.language, t.search, t.search_also FROM transcripts t
                    WHERE t.room_id = titles.id OFFSET 0
                ) AS t ON true
                LEFT JOIN asked ON asked.configuration = search_configuration(coalesce(t.language, titles.language))
                WHERE NOT EXISTS (SELECT FROM said WHERE said.room_id = titles.id) AND EXISTS (
                    SELECT FROM asked a
                    WHERE a.configuration IN (search_configuration(coalesce(t.language, titles.language)), {SIMPLE})
                      AND (coalesce(t.search, '') || titles.search @@ a.query
                           OR coalesce(nullif(t.search_also, ''), t.search, '') || titles.search @@ a.plainly))
            ), ranked AS (
                SELECT s.id, s.room_id, s.id AS transcript_id, s.marks,
                       s.weight::float8 + coalesce(ts_rank(titles.search, titled)::float8, 0) AS weight
                FROM said s LEFT JOIN titles ON titles.id = s.room_id
                UNION ALL SELECT coalesce(c.id, c.room_id), c.room_id, c.id, c.marks, c.weight FROM called c
            )
            SELECT r.id, r.room_id, r.transcript_id, r.weight, r.marks FROM ranked r
            WHERE below IS NULL OR (r.weight, r.id) < (below, after)
            ORDER BY r.weight DESC, r.id DESC LIMIT results;
        END $$""",
}
CALLABLE = "search_meetings(text, text, text[], double precision, uuid, int)"
FORWARDS = (
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    "ALTER TABLE transcripts ADD COLUMN search_also tsvector GENERATED ALWAYS AS ("
    f"search_other_forms(language::text, left(text, {CHARACTERS}))) STORED",
    "CREATE INDEX transcripts_search_also ON transcripts USING gin (search_also)",
    "ALTER TABLE rooms ADD COLUMN search tsvector GENERATED ALWAYS AS ("
    "search_title(settings ->> 'language', name::text, tags)) STORED",
    f"REVOKE EXECUTE ON FUNCTION {CALLABLE} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {CALLABLE} TO parley_web",
)
BACKWARDS = (
    "ALTER TABLE rooms DROP COLUMN search",
    "ALTER TABLE transcripts DROP COLUMN search_also",
    *(f"DROP FUNCTION {name.split('(')[0]}" for name in reversed(FUNCTIONS)),
)


async def forwards() -> MigrationManager:
    """Add what is searched, and the function that searches; the one of m0009 stays for who still runs."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
