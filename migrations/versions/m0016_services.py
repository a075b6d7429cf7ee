"""Services are told apart by role, and no process reads a password's hash.

`app.service` was a setting, and whoever had a connection of the web process could set it. Webhooks and the reconciler
now have a role and a connection of their own, `parley_media`, which no other role may take; `app_service()` tells the
role. The policies of `parley_web` that name the service stay as they are, and are true for nobody.

Of a password's hash the web process is told the salt, which it needs to hash what somebody typed, and whether the
outcome is the hash: a guess costs a whole bcrypt, and there is nothing to take away and guess at elsewhere.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-26T13:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "services by role, hashes unread"

SALT_LENGTH = 29
"""`$2b$12$` and 22 characters."""
MOST_HASHES = 8
"""One typed password in the forms Unicode has for it."""
SERVICE = "CREATE OR REPLACE FUNCTION app_service() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE RETURN {}"
BY_ROLE = """CASE app_role()
        WHEN 'parley_media' THEN 'livekit'
        WHEN 'parley_agent' THEN 'transcriber'
        WHEN 'parley_worker' THEN CASE current_setting('app.service', true)
            WHEN 'minutes' THEN 'minutes' WHEN 'maintenance' THEN 'maintenance' ELSE '' END
        ELSE '' END"""
BY_SETTING = "coalesce(current_setting('app.service', true), '')"
OPEN_TO_MEDIA = """
DO $$
DECLARE
    policy record;
    rule text;
    columns text;
BEGIN
    FOR policy IN SELECT tablename, lower(cmd) AS verb FROM pg_policies
        WHERE schemaname = 'public' AND roles = '{parley_web}'
          AND coalesce(qual, '') || coalesce(with_check, '') LIKE '%app_service()%'
    LOOP
        rule := CASE WHEN policy.verb <> 'insert' THEN 'USING (true)'
            WHEN policy.tablename = 'rooms' THEN $sql$WITH CHECK (type = 'external')$sql$
            WHEN policy.tablename = 'pgqueuer' THEN $sql$WITH CHECK (entrypoint = 'minutes')$sql$
            ELSE 'WITH CHECK (true)' END;
        EXECUTE format('CREATE POLICY %I ON %I FOR %s TO parley_media %s',
            policy.tablename || '_media_' || policy.verb, policy.tablename, policy.verb, rule);
        SELECT string_agg(quote_ident(a.attname), ', ') INTO columns FROM pg_attribute a
            WHERE policy.verb = 'update' AND a.attrelid = policy.tablename::regclass AND a.attnum > 0
              AND NOT a.attisdropped AND has_column_privilege('parley_web', a.attrelid, a.attnum, 'UPDATE');
        EXECUTE format('GRANT %s%s ON %I TO parley_media',
            policy.verb, coalesce(' (' || columns || ')', ''), policy.tablename);
    END LOOP;
END $$
"""
"""All rows of what the policies opened to the service, and of a row the columns the web process writes."""
CLOSE_TO_MEDIA = """
DO $$
DECLARE
    policy record;
BEGIN
    FOR policy IN SELECT tablename, policyname FROM pg_policies WHERE roles = '{parley_media}' LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM parley_media;
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM parley_media;
END $$
"""
HIDE_HASHES = """
DO $$
DECLARE
    columns text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
        WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'password_hash';
    REVOKE SELECT, UPDATE ON users FROM parley_web;
    EXECUTE format('GRANT SELECT (%s) ON users TO parley_web', columns);
END $$
"""
FUNCTIONS = {
    "sign_in_salt(keys text[])": f"""
        RETURNS text LANGUAGE sql STABLE {DEFINER}
        RETURN (SELECT left(password_hash, {SALT_LENGTH}) FROM users
                WHERE email_key = ANY (keys) AND is_active AND password_hash LIKE '$2_$%')""",
    "sign_in_with(keys text[], hashes text[])": f"""
        RETURNS text LANGUAGE sql STABLE {DEFINER}
        RETURN (SELECT password_hash FROM users
                WHERE email_key = ANY (keys) AND is_active AND password_hash = ANY (hashes[1:{MOST_HASHES}]))""",
    "renew_password_hash(before text, after text)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE users SET password_hash = after WHERE id = app_user() AND password_hash = before;
            RETURN FOUND;
        END $$""",
}
"""`sign_in_with` gives back which of the hashes it was given is the account's, if any."""
SIGNATURES = ("sign_in_salt(text[])", "sign_in_with(text[], text[])", "renew_password_hash(text, text)")
CALLED_BY_MEDIA = "person_name(uuid), lock_room(uuid), audit_note(text, text, uuid, jsonb)"
FORWARDS = (
    SERVICE.format(BY_ROLE),
    OPEN_TO_MEDIA,
    "GRANT INSERT ON pgqueuer_log TO parley_media",
    "CREATE POLICY pgqueuer_log_media_insert ON pgqueuer_log FOR insert TO parley_media"
    " WITH CHECK (entrypoint = 'minutes')",
    "GRANT USAGE ON SEQUENCE pgqueuer_id_seq TO parley_media",
    f"GRANT EXECUTE ON FUNCTION {CALLED_BY_MEDIA} TO parley_media",
    "DROP POLICY room_leases_web_select ON room_leases",
    "REVOKE SELECT ON room_leases FROM parley_web",
    "DROP POLICY attendance_web_insert ON attendance",
    "REVOKE INSERT ON attendance FROM parley_web",
    "DROP POLICY users_web_update ON users",
    HIDE_HASHES,
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in SIGNATURES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO parley_web" for name in SIGNATURES),
)
BACKWARDS = (
    *(f"DROP FUNCTION {name}" for name in SIGNATURES),
    "REVOKE SELECT ON users FROM parley_web",
    "GRANT SELECT ON users TO parley_web",
    "GRANT UPDATE (password_hash) ON users TO parley_web",
    "CREATE POLICY users_web_update ON users FOR update TO parley_web USING (id = app_user())",
    "GRANT INSERT ON attendance TO parley_web",
    "CREATE POLICY attendance_web_insert ON attendance FOR insert TO parley_web"
    " WITH CHECK (app_service() = 'livekit')",
    "GRANT SELECT ON room_leases TO parley_web",
    "CREATE POLICY room_leases_web_select ON room_leases FOR select TO parley_web"
    " USING (app_service() = 'livekit')",
    CLOSE_TO_MEDIA,
    f"REVOKE EXECUTE ON FUNCTION {CALLED_BY_MEDIA} FROM parley_media",
    SERVICE.format(BY_SETTING),
)


async def forwards() -> MigrationManager:
    """Tell services apart by role; back again whoever says so is one."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
