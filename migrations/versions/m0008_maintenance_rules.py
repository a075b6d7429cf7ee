"""The four functions that keep the database small, one for what the queue and their runs leave, and its rules.

Each does one batch and says how many rows that was; called until it gives 0 it has done all. Rows that another
call has in its hands are left to it, so any number may run at once.

`cleanup_old_recordings` only marks what is to be archived: a file cannot be moved from inside of a database. The
jobs process takes the marked rows from `recordings_to_move`, copies each file to the archive, verifies the copy,
writes down where it is, and only then removes the original.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-24T01:08:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "maintenance functions"

BATCH = 1000
MOST = 10_000
KEPT_AFTERWARDS = "interval '7 days'"
"""For so long an ended session can still be looked at in the list of one's sessions."""
BOUNDED = f"least(greatest(batch, 1), {MOST})"
ASKED = """
            IF days IS NULL OR days < 1 THEN
                RAISE EXCEPTION 'days must be 1 or more' USING ERRCODE = 'invalid_parameter_value';
            END IF;"""


def _cleanup(change: str, due: str, check: str = "") -> str:
    """`change` is done to the rows of `due`, as far as nobody else holds them."""
    return f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            done bigint;
        BEGIN{check}
            WITH due AS MATERIALIZED ({due} LIMIT {BOUNDED} FOR UPDATE SKIP LOCKED) {change};
            GET DIAGNOSTICS done = ROW_COUNT;
            RETURN done;
        END $$"""


FUNCTIONS = {
    f"cleanup_expired_invitations(batch int DEFAULT {BATCH})": _cleanup(
        "UPDATE room_invitations SET status = 'expired' WHERE id IN (SELECT id FROM due)",
        "SELECT id FROM room_invitations WHERE status = 'pending' AND expires_at <= now()",
    ),
    f"cleanup_expired_sessions(batch int DEFAULT {BATCH})": _cleanup(
        "DELETE FROM sessions WHERE id IN (SELECT id FROM due)",
        f"SELECT id FROM sessions WHERE least(expires_at, revoked_at) < now() - {KEPT_AFTERWARDS}",
    ),
    f"cleanup_old_notifications(days int DEFAULT 30, batch int DEFAULT {BATCH})": _cleanup(
        "DELETE FROM notifications WHERE id IN (SELECT id FROM due)",
        "SELECT id FROM notifications WHERE is_read AND created_at <= now() - make_interval(days => days)",
        ASKED,
    ),
    f"cleanup_old_recordings(days int DEFAULT 90, batch int DEFAULT {BATCH})": _cleanup(
        "UPDATE recordings SET status = 'archiving' WHERE id IN (SELECT id FROM due)",
        "SELECT id FROM recordings WHERE status = 'completed'"
        " AND coalesce(completed_at, created_at) <= now() - make_interval(days => days)",
        ASKED,
    ),
    f"cleanup_old_logs(days int DEFAULT 400, batch int DEFAULT {BATCH})": f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            runs bigint;
            jobs bigint;
        BEGIN{ASKED}
            WITH due AS MATERIALIZED (SELECT id FROM maintenance_runs
                WHERE outcome <> 'running' AND started_at < now() - make_interval(days => days)
                LIMIT {BOUNDED} FOR UPDATE SKIP LOCKED)
            DELETE FROM maintenance_runs WHERE id IN (SELECT id FROM due);
            GET DIAGNOSTICS runs = ROW_COUNT;
            WITH due AS MATERIALIZED (SELECT id FROM pgqueuer_log
                WHERE created < now() - make_interval(days => days) LIMIT {BOUNDED} FOR UPDATE SKIP LOCKED)
            DELETE FROM pgqueuer_log WHERE id IN (SELECT id FROM due);
            GET DIAGNOSTICS jobs = ROW_COUNT;
            RETURN runs + jobs;
        END $$""",
    "recordings_to_move(after uuid, batch int)": f"""
        RETURNS TABLE (id uuid, room_id uuid) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT r.id, r.room_id FROM recordings r
            WHERE (r.status = 'archiving' OR (r.status = 'archived' AND r.file_path IS NOT NULL))
              AND (after IS NULL OR r.id > after)
            ORDER BY r.id LIMIT {BOUNDED};
        END""",
}
SIGNATURES = (
    "cleanup_expired_invitations(int)",
    "cleanup_expired_sessions(int)",
    "cleanup_old_notifications(int, int)",
    "cleanup_old_recordings(int, int)",
    "cleanup_old_logs(int, int)",
    "recordings_to_move(uuid, int)",
)
STATES_BEFORE = "'starting', 'recording', 'processing', 'completed', 'failed', 'deleted'"
STATES = f"{STATES_BEFORE}, 'archiving', 'archived'"
RULES = {
    ("maintenance_runs", "outcome_state"): "outcome IN ('running', 'done', 'failed', 'skipped')",
    ("maintenance_runs", "task_name"): "task ~ '^[a-z][a-z0-9_]{0,59}$'",
    ("maintenance_runs", "end"): "(outcome = 'running') = (finished_at IS NULL)",
    ("maintenance_runs", "failure"): "(outcome = 'failed') = (error IS NOT NULL) AND error ~ '^[A-Za-z_][A-Za-z0-9_]*$'",
    ("maintenance_runs", "counts_object"): "jsonb_typeof(counts) = 'object'",
    ("maintenance_runs", "finite"): "isfinite(tick) AND isfinite(started_at) AND isfinite(finished_at)",
    ("recordings", "file_hash"): "file_sha256 ~ '^[0-9a-f]{64}$'",
    ("recordings", "archived_whole"): (
        "status <> 'archived' OR (file_url IS NOT NULL AND file_sha256 IS NOT NULL AND archived_at IS NOT NULL)"
    ),
}
INDEXES = {
    "maintenance_runs_once": (
        "UNIQUE INDEX maintenance_runs_once ON maintenance_runs (task, tick) WHERE outcome <> 'failed'"
    ),
    "maintenance_runs_newest": "INDEX maintenance_runs_newest ON maintenance_runs (task, started_at DESC)",
    "room_invitations_due": (
        "INDEX room_invitations_due ON room_invitations (expires_at) WHERE status = 'pending'"
    ),
    "sessions_over": "INDEX sessions_over ON sessions (least(expires_at, revoked_at))",
    "notifications_read": "INDEX notifications_read ON notifications (created_at) WHERE is_read",
    "recordings_due": (
        "INDEX recordings_due ON recordings (coalesce(completed_at, created_at)) WHERE status = 'completed'"
    ),
    "recordings_moving": (
        "INDEX recordings_moving ON recordings (id)"
        " WHERE status = 'archiving' OR (status = 'archived' AND file_path IS NOT NULL)"
    ),
}
FORWARDS = (
    "ALTER TABLE recordings DROP CONSTRAINT recordings_status_state",
    f"ALTER TABLE recordings ADD CONSTRAINT recordings_status_state CHECK (status IN ({STATES})) NOT VALID",
    "ALTER TABLE recordings VALIDATE CONSTRAINT recordings_status_state",
    *(f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} CHECK ({rule})" for (table, name), rule in RULES.items()),
    *(f"CREATE {index}" for index in INDEXES.values()),
    *(
        f"CREATE TRIGGER maintenance_runs_{name} BEFORE {verb} ON maintenance_runs"
        " FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for name, verb in {"born": "INSERT", "touch": "UPDATE"}.items()
    ),
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in SIGNATURES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO parley_worker, parley_owner" for name in SIGNATURES),
)
BACKWARDS = (
    *(f"DROP FUNCTION {name}" for name in reversed(SIGNATURES)),
    *(f"DROP TRIGGER maintenance_runs_{name} ON maintenance_runs" for name in ("born", "touch")),
    *(f"DROP INDEX {name}" for name in INDEXES),
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for table, name in RULES),
    "ALTER TABLE recordings DROP CONSTRAINT recordings_status_state",
    "UPDATE recordings SET status = 'completed' WHERE status IN ('archiving', 'archived')",
    f"ALTER TABLE recordings ADD CONSTRAINT recordings_status_state CHECK (status IN ({STATES_BEFORE}))",
)


async def forwards() -> MigrationManager:
    """Add functions and rules; back again what is archived is called completed, its place stays in file_url."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
