"""What a large installation needs: indexes for its lists, room for growing rows, and the search.

Not CONCURRENTLY: each index but one is of a table that is read and written seldom, and is made in seconds on a
million rows; `lock_timeout` keeps everybody else moving. A migration is one transaction, and an index that was
left half made by a broken CONCURRENTLY would be found by nobody.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey

from migrations.statements import DEFINER, migration

ID = "2026-11-24T01:09:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the large scale"

LANGUAGES = (
    "simple arabic danish german greek english spanish finnish french hindi hungarian indonesian italian dutch"
    " norwegian portuguese romanian russian swedish tamil turkish"
).split()
"""Those of search_configuration(), m0005."""
RANKED = 500
"""How many of a person's newest matching meetings are weighed against each other."""

SEARCH = {
    "search_queries(words text)": """
        RETURNS TABLE (configuration regconfig, query tsquery) LANGUAGE sql STABLE PARALLEL SAFE
        SET search_path = pg_catalog, public BEGIN ATOMIC
            SELECT asked.name, websearch_to_tsquery(asked.name, words) FROM unnest(
                ARRAY[%s]) AS asked (name)
            WHERE querytree(websearch_to_tsquery(asked.name, words)) NOT IN ('', 'T');
        END"""
    % ", ".join(f"'pg_catalog.{name}'::regconfig" for name in LANGUAGES),
    "search_transcripts(words text, below double precision, after uuid, results int)": f"""
        RETURNS TABLE (transcript_id uuid, room_id uuid, rank double precision, parts tsquery)
        LANGUAGE plpgsql STABLE {DEFINER} AS $$
        DECLARE
            rooms uuid[] := ARRAY(SELECT readable_rooms());
            wide tsquery;
        BEGIN
            SELECT string_agg(DISTINCT '(' || asked.query::text || ')', ' | ')::tsquery INTO wide
            FROM search_queries(words) AS asked;
            IF wide IS NULL THEN
                RETURN;
            END IF;
            RETURN QUERY
            WITH asked AS MATERIALIZED (
                SELECT q.configuration, q.query, any_of(q.configuration, words) AS parts FROM search_queries(words) AS q
            ), found AS MATERIALIZED (
                SELECT t.id, t.room_id, t.search, asked.query, asked.parts
                FROM transcripts t JOIN asked ON asked.configuration = search_configuration(t.language)
                WHERE t.room_id = ANY (rooms) AND t.search @@ wide AND t.search @@ asked.query
                ORDER BY t.created_at DESC LIMIT {RANKED}
            ), ranked AS (
                SELECT f.id, f.room_id, ts_rank(f.search, f.query, 1)::float8 AS weight, f.parts FROM found f
            )
            SELECT r.id, r.room_id, r.weight, r.parts FROM ranked r
            WHERE below IS NULL OR (r.weight, r.id) < (below, after)
            ORDER BY r.weight DESC, r.id DESC LIMIT results;
        END $$""",
}
ANY_OF = """
CREATE FUNCTION any_of(configuration regconfig, words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, public RETURN (
    SELECT string_agg('''' || replace(replace(part, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery
    FROM unnest(tsvector_to_array(to_tsvector(configuration, words))) AS part)
"""
BEGINNINGS = (
    ("Rooms", "rooms", "host_id"),
    ("Participants", "participants", "room_id"),
    ("Participants", "participants", "user_id"),
    ("ParticipantReports", "participant_reports", "room_id"),
)
"""Foreign keys whose own index another begins with: rooms_hosted, participants_room_identity, participants_stays,
participant_reports_room_participant."""
UNUSED = {
    "sessions_expiry": "sessions (expires_at) WHERE revoked_at IS NULL",
    "room_leases_expiry": "room_leases (expires_at)",
    "attendance_open": "attendance (participant_id) WHERE left_at IS NULL",
}
"""No statement reads them: sessions_over, the primary key and attendance_stay answer."""
CALLABLE = "search_transcripts(text, double precision, uuid, int)"
FORWARDS = (
    "CREATE INDEX participants_stays ON participants (user_id, joined_at DESC NULLS LAST) INCLUDE (room_id, status)",
    "CREATE INDEX rooms_hosted ON rooms (host_id, started_at DESC NULLS LAST)",
    "CREATE INDEX rooms_external ON rooms (started_at DESC NULLS LAST) WHERE type = 'external'",
    "DROP INDEX notifications_unread",
    "CREATE INDEX notifications_unread ON notifications (user_id, created_at DESC) WHERE NOT is_read",
    "DROP INDEX action_items_open",
    "CREATE INDEX action_items_open ON action_items (assigned_to, coalesce(due_date, 'infinity'::date), id)"
    " WHERE status IN ('open', 'in_progress')",
    "DROP INDEX transcript_segments_open",
    *(f"DROP INDEX {name}" for name in UNUSED),
    "ALTER TABLE transcript_segments SET (autovacuum_vacuum_insert_scale_factor = 0.02,"
    " autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)",
    ANY_OF,
    *(f"CREATE FUNCTION {name} {body}" for name, body in SEARCH.items()),
    f"REVOKE EXECUTE ON FUNCTION {CALLABLE} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {CALLABLE} TO parley_web",
)
BACKWARDS = (
    *(f"DROP FUNCTION {name.split('(')[0]}" for name in reversed(SEARCH)),
    "DROP FUNCTION any_of(regconfig, text)",
    "ALTER TABLE transcript_segments RESET (autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_scale_factor,"
    " autovacuum_analyze_scale_factor)",
    *(f"CREATE INDEX {name} ON {columns}" for name, columns in UNUSED.items()),
    "CREATE INDEX transcript_segments_open ON transcript_segments (transcript_id) WHERE state = 'open'",
    "DROP INDEX action_items_open",
    "CREATE INDEX action_items_open ON action_items (assigned_to, due_date)"
    " WHERE status IN ('open', 'in_progress')",
    "DROP INDEX notifications_unread",
    "CREATE INDEX notifications_unread ON notifications (user_id) WHERE NOT is_read",
    "DROP INDEX rooms_external",
    "DROP INDEX rooms_hosted",
    "DROP INDEX participants_stays",
)


async def forwards() -> MigrationManager:
    """Add what a large installation needs."""
    manager = migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
    for class_name, table, column in BEGINNINGS:
        manager.alter_column(
            table_class_name=class_name,
            tablename=table,
            column_name=column,
            db_column_name=column,
            params={"index": False},
            old_params={"index": True},
            column_class=ForeignKey,
            old_column_class=ForeignKey,
            schema=None,
        )
    return manager
