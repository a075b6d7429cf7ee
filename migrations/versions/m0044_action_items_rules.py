"""Who may do what to an action item: host and co-hosts everything, its assignee its status; comments, any attendee.

The policies say which rows; a trigger says which columns an assignee may write, and derives the account of the
assignee from their seat, so that nobody writes it. The rules of the new columns are NOT VALID: m0044_action_items_valid
reads the rows there are.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import ELEVATED, HOSTED, JOB, MODERATED, READABLE

ID = "2026-11-27T18:40:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of living action items"

KINDS = "'create', 'edit', 'status', 'assign', 'delete', 'undo', 'rewrite'"
MINE = f"(assigned_to = app_user() AND {READABLE})"
ITS_ASSIGNEE = f"""({READABLE} AND EXISTS (
    SELECT FROM action_items a WHERE a.id = item_id AND a.assigned_to = app_user()))"""
BY_HAND = "origin = 'person' AND edited"
BEFORE_UPDATE = f"assigned_to = app_user() OR {HOSTED}"
NEW_RULES = {
    "revised": "CHECK (revision >= 0)",
    "origin_state": "CHECK (origin IN ('minutes', 'person'))",
    "deleted_finite": "CHECK (isfinite(deleted_at))",
}
RULES = {
    ("action_item_edits", "kind_state"): f"CHECK (kind IN ({KINDS}))",
    ("action_item_edits", "objects"): "CHECK (jsonb_typeof(before) = 'object' AND jsonb_typeof(after) = 'object')",
    ("action_item_edits", "revised"): "CHECK (revision >= 0)",
    ("action_item_edits", "item_id_same_room"): "FOREIGN KEY (item_id, room_id)"
    " REFERENCES action_items (id, room_id) ON DELETE CASCADE",
    ("action_item_comments", "length"): "CHECK (char_length(text) BETWEEN 1 AND 4000)",
    ("action_item_comments", "item_id_same_room"): "FOREIGN KEY (item_id, room_id)"
    " REFERENCES action_items (id, room_id) ON DELETE CASCADE",
}
TABLES = ("action_item_edits", "action_item_comments")
POLICIES = {
    ("action_items", "web", "insert"): f"WITH CHECK ({MODERATED} AND {BY_HAND})",
    ("action_items", "worker", "update"): f"USING ({JOB})",
    ("action_item_edits", "web", "select"): f"USING ({READABLE} OR {ELEVATED})",
    ("action_item_edits", "web", "insert"): f"WITH CHECK (edited_by = app_user() AND ({MODERATED} OR {ITS_ASSIGNEE}))",
    ("action_item_edits", "worker", "select"): f"USING ({JOB})",
    ("action_item_edits", "worker", "insert"): f"WITH CHECK ({JOB} AND edited_by IS NULL AND kind = 'rewrite')",
    ("action_item_comments", "web", "select"): f"USING ({READABLE} OR {ELEVATED})",
    ("action_item_comments", "web", "insert"): f"WITH CHECK ({READABLE} AND user_id = app_user())",
    ("action_item_comments", "web", "delete"): f"USING ({READABLE} AND (user_id = app_user() OR {MODERATED}))",
    ("action_item_comments", "worker", "select"): f"USING ({JOB})",
}
WRITTEN = "title, description, due_date, priority, assignee, assignee_participant_id"
GRANTS = (
    f"INSERT (id, room_id, summary_id, {WRITTEN}, type, status, tags, position, edited, origin)"
    " ON action_items TO parley_web",
    "UPDATE (assignee, assignee_participant_id, revision, edited, deleted_at) ON action_items TO parley_web",
    f"UPDATE ({WRITTEN}, evidence, position, revision) ON action_items TO parley_worker",
    "SELECT, INSERT ON action_item_edits TO parley_web, parley_worker",
    "SELECT, INSERT, DELETE ON action_item_comments TO parley_web",
    "SELECT ON action_item_comments TO parley_worker",
    "SELECT (revision, edited, origin, deleted_at) ON action_items TO parley_readonly",
    "SELECT (id, room_id, item_id, kind, revision, undoes, created_at) ON action_item_edits TO parley_readonly",
    "SELECT (id, room_id, item_id, created_at) ON action_item_comments TO parley_readonly",
)
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "audit": "AFTER UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION audit_row()",
}
"""Who adds one is told by an event of its own."""
FUNCTIONS = {
    "guard_action_item()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            kept text[] := '{{status, completed_at, revision, edited, updated_at}}';
        BEGIN
            IF TG_OP = 'UPDATE' AND app_role() = 'parley_web' AND NEW.room_id NOT IN (SELECT moderated_rooms())
                AND to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
                RAISE EXCEPTION 'an assignee may say how far it is' USING ERRCODE = 'insufficient_privilege';
            END IF;
            IF (TG_OP = 'INSERT' AND app_role() = 'parley_web') OR (TG_OP = 'UPDATE'
                AND NEW.assignee_participant_id IS DISTINCT FROM OLD.assignee_participant_id
                AND NEW.assigned_to IS NOT DISTINCT FROM OLD.assigned_to) THEN
                NEW.assigned_to := (SELECT p.user_id FROM participants p
                    WHERE p.id = NEW.assignee_participant_id AND p.room_id = NEW.room_id);
            END IF;
            RETURN NEW;
        END $$""",
    "tell_assignee(item uuid)": f"""
        RETURNS void LANGUAGE sql {DEFINER} BEGIN ATOMIC
            INSERT INTO notifications (user_id, type, title, message, data, action_url)
            SELECT a.assigned_to, 'task_assigned', a.title, left(r.name, 200), jsonb_build_object('room_id', r.id,
                   'slug', r.slug, 'action_item_id', a.id), '/m/' || r.slug || '#task-' || a.id
            FROM action_items a JOIN rooms r ON r.id = a.room_id
            WHERE a.id = item AND a.deleted_at IS NULL AND a.assigned_to <> app_user()
              AND a.room_id IN (SELECT moderated_rooms());
        END""",
}
CALLED_BY = {"guard_action_item()": "", "tell_assignee(uuid)": "parley_web"}
GUARD = (
    "CREATE TRIGGER action_items_guard BEFORE INSERT OR UPDATE ON action_items"
    " FOR EACH ROW EXECUTE FUNCTION guard_action_item()"
)
FORWARDS = (
    *(f"ALTER TABLE action_items ADD CONSTRAINT action_items_{name} {rule} NOT VALID"
      for name, rule in NEW_RULES.items()),
    "CREATE UNIQUE INDEX action_items_of_room ON action_items (id, room_id)",
    *(f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} {rule}" for (table, name), rule in RULES.items()),
    *(
        f"CREATE TRIGGER {table}_{name} {trigger.format(table)}"
        for table in TABLES
        for name, trigger in TRIGGERS.items()
    ),
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
        f"CREATE POLICY {table}_{role}_{verb} ON {table} FOR {verb} TO parley_{role} {rows}"
        for (table, role, verb), rows in POLICIES.items()
    ),
    f"ALTER POLICY action_items_web_update ON action_items USING ({MODERATED} OR {MINE})",
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    GUARD,
)  # fmt: skip
BACKWARDS = (
    "DROP TRIGGER action_items_guard ON action_items",
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
    f"ALTER POLICY action_items_web_update ON action_items USING ({BEFORE_UPDATE})",
    *(f"DROP POLICY {table}_{role}_{verb} ON {table}" for table, role, verb in POLICIES),
    "REVOKE INSERT ON action_items FROM parley_web",
    "REVOKE UPDATE (assignee, assignee_participant_id, revision, edited, deleted_at) ON action_items FROM parley_web",
    "REVOKE UPDATE ON action_items FROM parley_worker",
    "REVOKE SELECT (revision, edited, origin, deleted_at) ON action_items FROM parley_readonly",
    *(f"DROP POLICY {table}_{name} ON {table}" for table in TABLES for name in ("definer", "readonly")),
    *(f"REVOKE ALL ON {table} FROM parley_web, parley_worker, parley_readonly" for table in TABLES),
    *(
        statement
        for table in TABLES
        for statement in (
            *(f"DROP TRIGGER {table}_{name} ON {table}" for name in TRIGGERS),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        )
    ),
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for table, name in RULES),
    "DROP INDEX action_items_of_room",
    *(f"ALTER TABLE action_items DROP CONSTRAINT action_items_{name}" for name in NEW_RULES),
)


async def forwards() -> MigrationManager:
    """Open what people write; back again, the tables go with the migration before."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
