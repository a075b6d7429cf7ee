"""What was done by whom: written once, by month, and never changed.

The triggers see every change but those of a session with `session_replication_role = replica`, which only a
superuser may set: that is how a bulk load leaves them out. What refuses changes of events is always on.
`audit_prepare` and `audit_detach` change tables and belong to whoever migrates.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Timestamptz
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import DEFINER, add_column, migration

ID = "2026-11-24T01:07:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "audit"


class Sessions(Table, tablename="sessions"):
    id = UUID(primary_key=True, default=UUID4())
    elevated_until = Timestamptz(null=True, default=None)


MONTHS_AHEAD = 24
MOST_ELEVATED_S = 3600
AUDITED = {
    "users": "INSERT OR UPDATE OR DELETE",
    "rooms": "INSERT OR UPDATE OR DELETE",
    "participants": "INSERT OR UPDATE OR DELETE",
    "room_invitations": "INSERT OR UPDATE OR DELETE",
    "sessions": "INSERT OR UPDATE OR DELETE",
    "recordings": "INSERT OR UPDATE OR DELETE",
    "meeting_summaries": "INSERT OR UPDATE OR DELETE",
    "action_items": "INSERT OR UPDATE OR DELETE",
    "transcripts": "INSERT OR UPDATE OF text, language, status OR DELETE",
    "oauth_accounts": "INSERT OR UPDATE OR DELETE",
    "second_factors": "INSERT OR UPDATE OR DELETE",
    "participant_reports": "INSERT OR UPDATE OR DELETE",
    "consents": "INSERT OR UPDATE OR DELETE",
    "chat_messages": "UPDATE OR DELETE",
    "sealing_keys": "INSERT OR UPDATE OR DELETE",
}
"""Not the transcripts' counter, which moves with each utterance, nor each word that is typed or said."""
NOISE = (
    "'updated_at', 'current_participants', 'duration', 'next_seq', 'search', 'last_seen_at', 'last_used_step'"
)

TABLE = """
CREATE TABLE audit_events (
    id uuid NOT NULL DEFAULT uuidv7(),
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp() CHECK (isfinite(happened_at)),
    category text NOT NULL
        CHECK (category IN ('user_action', 'room_access', 'data_modification', 'admin_operation')),
    action text NOT NULL CHECK (action ~ '^[a-z][a-z_.]{0,59}$'),
    user_id uuid,
    participant_id uuid,
    session_id uuid,
    service text NOT NULL DEFAULT '',
    request_id text,
    room_id uuid,
    table_name text,
    row_id text,
    changed text[] NOT NULL DEFAULT '{}',
    details jsonb NOT NULL DEFAULT '{}'
        CHECK (jsonb_typeof(details) = 'object' AND octet_length(details::text) <= 2000),
    PRIMARY KEY (happened_at, id)
) PARTITION BY RANGE (happened_at)
"""
INDEXES = (
    "CREATE INDEX audit_events_user ON audit_events (user_id, happened_at DESC, id DESC)",
    "CREATE INDEX audit_events_room ON audit_events (room_id, happened_at DESC, id DESC)",
    "CREATE INDEX audit_events_category ON audit_events (category, happened_at DESC, id DESC)",
)
REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are not changed or deleted' USING ERRCODE = 'insufficient_privilege';
END $$
"""
GUARD = """
CREATE FUNCTION audit_guard(events regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', events);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_append_only', events);
END $$
"""
PREPARE = """
CREATE FUNCTION audit_prepare(months int) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    month timestamp;
    name text;
    early boolean;
BEGIN
    FOR month IN SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead)
        FROM generate_series(0, months) AS ahead
    LOOP
        name := 'audit_events_' || to_char(month, 'YYYY_MM');
        SELECT EXISTS (SELECT FROM audit_events_default WHERE happened_at >= month AT TIME ZONE 'UTC'
            AND happened_at < (month + interval '1 month') AT TIME ZONE 'UTC') INTO early;
        CONTINUE WHEN early OR to_regclass('public.' || name) IS NOT NULL;  -- what came early stays
        EXECUTE format('CREATE TABLE public.%I PARTITION OF audit_events FOR VALUES FROM (%L) TO (%L)',
            name, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
        PERFORM audit_guard(('public.' || name)::regclass);
        RETURN NEXT name;
    END LOOP;
END $$
"""
DETACH = """
CREATE FUNCTION audit_detach(before date) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    old text;
BEGIN
    FOR old IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'audit_events'::regclass AND c.relname ~ '^audit_events_[0-9]{4}_[0-9]{2}$'
          AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before
        ORDER BY c.relname
    LOOP
        EXECUTE format('ALTER TABLE audit_events DETACH PARTITION public.%I', old);
        EXECUTE format('ALTER TABLE public.%I RENAME TO %I', old, replace(old, 'audit_events', 'audit_kept'));
        RETURN NEXT replace(old, 'audit_events', 'audit_kept');
    END LOOP;
END $$
"""
SERVICE = """coalesce(nullif(app_service(), ''),
        CASE WHEN app_role() IN ('parley_web', 'parley_agent', 'parley_worker') THEN '' ELSE 'operator' END)"""
"""Whoever works at the database by hand is no process of ours, and named as that."""
ROW = f"""
CREATE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{{}}' ELSE to_jsonb(OLD) END;
    now_is jsonb := CASE WHEN TG_OP = 'DELETE' THEN was ELSE to_jsonb(NEW) END;
    keys text[] := '{{}}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        keys := ARRAY(SELECT n.key FROM jsonb_each(now_is) n JOIN jsonb_each(was) o USING (key)
            WHERE n.value <> o.value AND n.key NOT IN ({NOISE}) ORDER BY n.key);
        IF keys = '{{}}' THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO audit_events (category, action, user_id, participant_id, session_id, service, request_id,
        room_id, table_name, row_id, changed)
    VALUES ('data_modification', lower(TG_OP), app_user(), app_participant(), app_session(), {SERVICE},
        app_setting('request_id'),
        (CASE WHEN TG_TABLE_NAME = 'rooms' THEN now_is->>'id' ELSE now_is->>'room_id' END)::uuid,
        TG_TABLE_NAME, coalesce(now_is->>'id', now_is->>'user_id', now_is->>'key_id'), keys);
    RETURN NULL;
END $$
"""  # noqa: S608  constants of this page
NOTE = f"""
CREATE FUNCTION audit_note(category text, action text, room uuid, details jsonb) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF category = 'data_modification' THEN
        RAISE EXCEPTION 'only triggers tell of changed rows' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO audit_events (category, action, user_id, participant_id, session_id, service, request_id,
        room_id, details)
    VALUES (category, action, app_user(), app_participant(), app_session(), {SERVICE},
        app_setting('request_id'), room, coalesce(details, '{{}}'));
END $$
"""  # noqa: S608  constants of this page
ELEVATED = f"""
CREATE FUNCTION is_elevated() RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN EXISTS (SELECT FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = app_session() AND u.id = app_user() AND u.role = 'admin' AND u.is_active
      AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND s.elevated_until > clock_timestamp());
END $$
"""
"""Not SQL, whose body is bound at once: Piccolo adds the column after the statements here."""
ELEVATE = f"""
CREATE FUNCTION elevate(seconds int, reason text) RETURNS timestamptz LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    until timestamptz := clock_timestamp() + make_interval(secs => least(seconds, {MOST_ELEVATED_S}));
BEGIN
    UPDATE sessions s SET elevated_until = until FROM users u
    WHERE s.id = app_session() AND s.user_id = app_user() AND s.revoked_at IS NULL
      AND s.expires_at > clock_timestamp() AND u.id = s.user_id AND u.role = 'admin' AND u.is_active;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only an administrator has more rights to take' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM audit_note('admin_operation', 'elevation.begin', NULL,
        jsonb_build_object('reason', left(reason, 200), 'until', until));
    RETURN until;
END $$
"""
END_ELEVATION = f"""
CREATE FUNCTION end_elevation() RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE sessions SET elevated_until = NULL WHERE id = app_session() AND user_id = app_user()
      AND elevated_until > clock_timestamp();
    IF FOUND THEN
        PERFORM audit_note('admin_operation', 'elevation.end', NULL, '{{}}');
    END IF;
END $$
"""
"""The one way: the web's role may not write the column, so that nobody is elevated without an event."""
WATCH = """
DO $$ BEGIN
    IF to_regclass('public.{table}') IS NOT NULL THEN
        CREATE TRIGGER {table}_audit AFTER {verbs} ON {table} FOR EACH ROW EXECUTE FUNCTION audit_row();
    END IF;
END $$
"""
UNWATCH = """
DO $$ BEGIN
    IF to_regclass('public.{table}') IS NOT NULL THEN
        DROP TRIGGER IF EXISTS {table}_audit ON {table};
    END IF;
END $$
"""
CLOSED = (
    "audit_refuse()",
    "audit_guard(regclass)",
    "audit_prepare(int)",
    "audit_detach(date)",
    "audit_row()",
    "audit_note(text, text, uuid, jsonb)",
    "is_elevated()",
    "elevate(int, text)",
    "end_elevation()",
)
FORWARDS = (
    TABLE,
    *INDEXES,
    REFUSE,
    GUARD,
    PREPARE,
    DETACH,
    "CREATE TABLE audit_events_default PARTITION OF audit_events DEFAULT",
    "SELECT audit_guard('audit_events'), audit_guard('audit_events_default')",
    f"SELECT audit_prepare({MONTHS_AHEAD})",
    ROW,
    NOTE,
    ELEVATED,
    ELEVATE,
    END_ELEVATION,
    *(WATCH.format(table=table, verbs=verbs) for table, verbs in AUDITED.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CLOSED),
    "GRANT EXECUTE ON FUNCTION audit_note(text, text, uuid, jsonb), is_elevated()"
    " TO parley_web, parley_agent, parley_worker",
    "GRANT EXECUTE ON FUNCTION elevate(int, text), end_elevation() TO parley_web",
)
BACKWARDS = (
    *(UNWATCH.format(table=table) for table in AUDITED),
    "DROP TABLE audit_events",
    *(f"DROP FUNCTION {name} CASCADE" for name in reversed(CLOSED)),
)


async def forwards() -> MigrationManager:
    """Make the events, what writes them and what keeps them; back again the months that were detached stay."""
    manager = migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
    add_column(manager, Sessions, Sessions.elevated_until)
    return manager
