"""The SQL of `parley db status`: one statement for each check."""

SERVER = """
SELECT current_setting('server_version') AS version, pg_postmaster_start_time() AS since,
       pg_database_size(current_database()) AS size, current_database() AS name,
       current_setting('data_checksums') = 'on' AS checksums
"""
CONNECTIONS = """
SELECT coalesce(usename, '?') AS who, count(*) AS number,
       current_setting('max_connections')::int AS most
FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY usename ORDER BY 2 DESC, 1
"""
LONGEST = """
SELECT pid, coalesce(usename, '?') AS who, application_name AS program, state, now() - xact_start AS open
FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
ORDER BY xact_start LIMIT 1
"""
"""Without the statement's text, which may hold what people wrote."""
CACHE = """
SELECT sum(blks_hit)::float8 / nullif(sum(blks_hit + blks_read), 0) AS share
FROM pg_stat_database WHERE datname = current_database()
"""
APPLIED = "SELECT name FROM migration WHERE app_name = 'parley'"
ROLES = "SELECT rolname AS name, rolsuper AS super FROM pg_roles WHERE rolname = ANY ($1)"
OPEN_TABLES = """
SELECT c.relname AS name FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
  AND c.relname NOT LIKE 'migration%' AND c.relname NOT LIKE 'audit\\_kept\\_%' ORDER BY 1
"""
STRANGERS = """
SELECT c.relname AS name FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND c.relowner <> 'parley_owner'::regrole ORDER BY 1
"""
DEAD = """
SELECT relname AS name, n_dead_tup AS dead, n_live_tup AS rows, last_autovacuum, last_vacuum
FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY n_dead_tup DESC, relname
"""
UNSEEN = """
SELECT c.relname AS name FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.reltuples < 0 AND c.relpages > 0
ORDER BY 1
"""
RECEIVED = "SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = 'parley_backup' AND active)"
ARCHIVER = """
SELECT current_setting('archive_mode') AS mode, archived_count AS kept, last_archived_time AS last,
       failed_count AS failures, last_failed_time AS failed
FROM pg_stat_archiver
"""
STANDBYS = """
SELECT coalesce(nullif(application_name, ''), '?') AS name, coalesce(state, '?') AS state,
       coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(replay_lsn, flush_lsn)), 0)::bigint AS behind
FROM pg_stat_replication ORDER BY 1
"""
SLOTS = """
SELECT slot_name AS name, coalesce(wal_status, '?') AS state, active,
       coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint AS kept
FROM pg_replication_slots ORDER BY 1
"""
PARTITIONS = """
SELECT count(*) FILTER (WHERE c.relname ~ '_[0-9]{4}_[0-9]{2}$') AS months,
       max(right(c.relname, 7)) FILTER (WHERE c.relname ~ '_[0-9]{4}_[0-9]{2}$') AS last,
       coalesce(max(s.n_live_tup) FILTER (WHERE c.relname LIKE '%\\_default'), 0) AS strays
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
WHERE i.inhparent = to_regclass('public.audit_events')
"""
HAS_VECTORS = """
SELECT EXISTS (SELECT FROM pg_attribute
               WHERE attrelid = to_regclass('transcript_passages') AND attname = 'embedding')
"""
