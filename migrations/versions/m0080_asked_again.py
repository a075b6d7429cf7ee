"""A job that is asked for while it runs has read its input already: it is marked, and enqueued again when it ends.

`asked_again` holds the headers of the next run. A run that begins afterwards, as the next try or by another worker, does what
was asked for, too: it takes the mark away.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-29T02:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "jobs asked for again"

BEGIN_ANEW = """
CREATE FUNCTION begin_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'picked' OR NEW.queue_manager_id IS DISTINCT FROM OLD.queue_manager_id THEN
        NEW.asked_again := NULL;
    END IF;
    RETURN NEW;
END $$
"""
RUN_AGAIN = """
CREATE FUNCTION run_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH again AS (
        INSERT INTO pgqueuer (priority, entrypoint, payload, dedupe_key, headers, status)
        VALUES (OLD.priority, OLD.entrypoint, OLD.payload, OLD.dedupe_key, OLD.asked_again, 'queued')
        RETURNING id, status, priority, entrypoint
    )
    INSERT INTO pgqueuer_log (job_id, status, priority, entrypoint) SELECT id, status, priority, entrypoint FROM again;
    RETURN NULL;
END $$
"""
ROLES = "'{parley_web}', '{parley_agent}', '{parley_media}'"
ALLOW = f"""
DO $$
DECLARE
    policy record;
BEGIN
    FOR policy IN SELECT policyname, roles, qual FROM pg_policies
        WHERE schemaname = 'public' AND tablename = 'pgqueuer' AND cmd = 'SELECT' AND roles IN ({ROLES})
    LOOP
        EXECUTE format('CREATE POLICY %I ON pgqueuer FOR UPDATE TO %I USING (%s)',
            replace(policy.policyname, 'select', 'update'), policy.roles[1], policy.qual);
    END LOOP;
END $$
"""
"""Who may ask for a job may ask for it again."""
FORBID = f"""
DO $$
DECLARE
    policy record;
BEGIN
    FOR policy IN SELECT policyname FROM pg_policies
        WHERE schemaname = 'public' AND tablename = 'pgqueuer' AND cmd = 'UPDATE' AND roles IN ({ROLES})
    LOOP
        EXECUTE format('DROP POLICY %I ON pgqueuer', policy.policyname);
    END LOOP;
END $$
"""
FORWARDS = (
    "ALTER TABLE pgqueuer ADD COLUMN asked_again jsonb",
    BEGIN_ANEW,
    RUN_AGAIN,
    "REVOKE EXECUTE ON FUNCTION begin_anew(), run_again() FROM PUBLIC",
    "CREATE TRIGGER pgqueuer_begin_anew BEFORE UPDATE ON pgqueuer FOR EACH ROW"
    " WHEN (NEW.asked_again IS NOT NULL) EXECUTE FUNCTION begin_anew()",
    "CREATE TRIGGER pgqueuer_run_again AFTER DELETE ON pgqueuer FOR EACH ROW"
    " WHEN (OLD.asked_again IS NOT NULL) EXECUTE FUNCTION run_again()",
    "GRANT UPDATE (asked_again) ON pgqueuer TO parley_web, parley_agent, parley_media",
    ALLOW,
)
BACKWARDS = (
    FORBID,
    "REVOKE UPDATE (asked_again) ON pgqueuer FROM parley_web, parley_agent, parley_media",
    "DROP TRIGGER pgqueuer_run_again ON pgqueuer",
    "DROP TRIGGER pgqueuer_begin_anew ON pgqueuer",
    "DROP FUNCTION run_again()",
    "DROP FUNCTION begin_anew()",
    "ALTER TABLE pgqueuer DROP COLUMN asked_again",
)


async def forwards() -> MigrationManager:
    """Let jobs run again."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
