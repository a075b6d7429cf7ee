"""Whose calendar feed is whose, and how people are reminded: once of each date, of tasks they may read about.

A feed is found by the hash of its token alone, like a session; what is in it is read as its owner.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import OWN

ID = "2026-11-27T18:45:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of calendar feeds"

TABLE = "calendar_feeds"
BATCH = 500
LATE_DAYS = 30
"""Tasks that are overdue for longer are not brought up any more."""
POLICIES = {
    "select": f"USING ({OWN} OR token_hash = app_setting('token_hash'))",
    "insert": f"WITH CHECK ({OWN})",
    "delete": f"USING ({OWN})",
}
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "audit": "AFTER INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION audit_row()",
}
REMIND = f"""
CREATE FUNCTION remind_of_action_items(batch int DEFAULT {BATCH}) RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    told bigint;
BEGIN
    WITH asked AS (
        SELECT a.id, a.due_date < today.day AS late
        FROM action_items a JOIN rooms r ON r.id = a.room_id
        CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE r.time_zone)::date AS day) AS today
        WHERE a.assigned_to IS NOT NULL AND a.deleted_at IS NULL AND a.status IN ('open', 'in_progress')
          AND ((a.due_date BETWEEN today.day AND today.day + 1 AND a.due_reminded IS DISTINCT FROM a.due_date)
            OR (a.due_date BETWEEN today.day - {LATE_DAYS} AND today.day - 1
                AND a.overdue_reminded IS DISTINCT FROM a.due_date))
          AND (r.host_id = a.assigned_to OR EXISTS (SELECT FROM participants p WHERE p.room_id = r.id
              AND p.user_id = a.assigned_to AND p.joined_at IS NOT NULL AND p.status <> 'removed'))
        ORDER BY a.due_date, a.id LIMIT batch FOR NO KEY UPDATE OF a SKIP LOCKED
    ), marked AS (
        UPDATE action_items a SET due_reminded = CASE WHEN asked.late THEN a.due_reminded ELSE a.due_date END,
               overdue_reminded = CASE WHEN asked.late THEN a.due_date ELSE a.overdue_reminded END
        FROM asked WHERE a.id = asked.id
        RETURNING a.id, a.room_id, a.assigned_to, a.title, a.due_date, asked.late
    )
    INSERT INTO notifications (user_id, type, title, message, data, action_url)
    SELECT m.assigned_to, CASE WHEN m.late THEN 'task_overdue' ELSE 'task_due' END, m.title,
           CASE WHEN m.late THEN 'Overdue since ' ELSE 'Due on ' END || m.due_date || ', from ' || r.name,
           jsonb_build_object('room_id', r.id, 'slug', r.slug, 'action_item_id', m.id, 'due_date', m.due_date),
           '/m/' || r.slug || '#task-' || m.id
    FROM marked m JOIN rooms r ON r.id = m.room_id;
    GET DIAGNOSTICS told = ROW_COUNT;
    RETURN told;
END $$
"""
FORWARDS = (
    f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_hash CHECK (token_hash ~ '^[0-9a-f]{{64}}$')",
    "ALTER TABLE action_items ADD CONSTRAINT action_items_reminded_finite"
    " CHECK (isfinite(due_reminded) AND isfinite(overdue_reminded)) NOT VALID",
    *(f"CREATE TRIGGER {TABLE}_{name} {trigger.format(TABLE)}" for name, trigger in TRIGGERS.items()),
    f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY {TABLE}_definer ON {TABLE} TO parley_definer USING (true)",
    f"GRANT SELECT, INSERT, DELETE ON {TABLE} TO parley_web",
    *(f"CREATE POLICY {TABLE}_web_{verb} ON {TABLE} FOR {verb} TO parley_web {rows}" for verb, rows in POLICIES.items()),
    REMIND,
    "REVOKE EXECUTE ON FUNCTION remind_of_action_items(int) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION remind_of_action_items(int) TO parley_worker",
)
BACKWARDS = (
    "DROP FUNCTION remind_of_action_items(int)",
    *(f"DROP POLICY {TABLE}_web_{verb} ON {TABLE}" for verb in POLICIES),
    f"DROP POLICY {TABLE}_definer ON {TABLE}",
    f"REVOKE ALL ON {TABLE} FROM parley_web",
    f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
    *(f"DROP TRIGGER {TABLE}_{name} ON {TABLE}" for name in TRIGGERS),
    "ALTER TABLE action_items DROP CONSTRAINT action_items_reminded_finite",
    f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_hash",
)


async def forwards() -> MigrationManager:
    """Open the feeds to their owners, and let maintenance remind people."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
