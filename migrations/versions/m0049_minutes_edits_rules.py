"""Who may edit minutes by hand: host and co-hosts; what they write stays beside what the machine wrote.

Edits are only added, so that nobody rewrites their history. Of versions the newest twenty stay. When words are
forgotten, edits and versions that rest on them go in the same transaction, at its end, when the segments are empty;
sentences of a summary rest on nothing that is known, so edits of summaries and older versions go as a whole.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import ELEVATED, JOB, MODERATED, READABLE

ID = "2026-11-27T21:49:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of minutes edited by hand"

KEPT_VERSIONS = 20
KINDS = "'create', 'edit', 'delete', 'undo'"
SECTIONS = "'summary', 'key_points', 'decisions', 'turned_down', 'open_questions', 'topics'"
REASONS = "'draft', 'model', 'rewrite', 'template', 'restore', 'earlier'"
IN_OWN_NAME = "'restore', 'earlier'"
"""Versions that people make; the others are the worker's."""
SAME_ROOM = "FOREIGN KEY (summary_id, room_id) REFERENCES meeting_summaries (id, room_id) ON DELETE CASCADE"
RULES = {
    ("minutes_edits", "kind_state"): f"CHECK (kind IN ({KINDS}))",
    ("minutes_edits", "section_state"): f"CHECK (section IN ({SECTIONS}))",
    ("minutes_edits", "objects"): "CHECK (jsonb_typeof(machine) = 'object' AND jsonb_typeof(before) = 'object'"
    " AND jsonb_typeof(after) = 'object')",
    ("minutes_edits", "revised"): "CHECK (revision > 0)",
    ("minutes_edits", "summary_id_same_room"): SAME_ROOM,
    ("minutes_versions", "reason_state"): f"CHECK (reason IN ({REASONS}))",
    ("minutes_versions", "method_state"): "CHECK (method IN ('model', 'extractive'))",
    ("minutes_versions", "content_object"): "CHECK (jsonb_typeof(content) = 'object')",
    ("minutes_versions", "numbered"): "CHECK (number > 0)",
    ("minutes_versions", "summary_id_same_room"): SAME_ROOM,
}
TABLES = ("minutes_edits", "minutes_versions")
POLICIES = {
    ("minutes_edits", "web", "select"): f"USING ({READABLE} OR {ELEVATED})",
    ("minutes_edits", "web", "insert"): f"WITH CHECK ({MODERATED} AND edited_by = app_user())",
    ("minutes_edits", "worker", "select"): f"USING ({JOB})",
    ("minutes_versions", "web", "select"): f"USING ({READABLE} OR {ELEVATED})",
    ("minutes_versions", "web", "insert"): f"WITH CHECK ({MODERATED} AND made_by = app_user()"
    f" AND reason IN ({IN_OWN_NAME}))",
    ("minutes_versions", "worker", "select"): f"USING ({JOB})",
    ("minutes_versions", "worker", "insert"): f"WITH CHECK ({JOB} AND made_by IS NULL)",
    ("meeting_summaries", "web", "update"): f"USING ({MODERATED})",
}
EDITED = "executive_summary, key_points, decisions, turned_down, open_questions, topics"
GRANTS = (
    "SELECT, INSERT ON minutes_edits TO parley_web",
    "SELECT ON minutes_edits TO parley_worker",
    "SELECT, INSERT ON minutes_versions TO parley_web, parley_worker",
    f"UPDATE ({EDITED}) ON meeting_summaries TO parley_web",
    "SELECT (id, room_id, summary_id, element_id, section, kind, revision, undoes, created_at) ON minutes_edits"
    " TO parley_readonly",
    "SELECT (id, room_id, summary_id, number, reason, method, model, created_at) ON minutes_versions"
    " TO parley_readonly",
)
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
}
AUDIT = "CREATE TRIGGER minutes_edits_audit AFTER UPDATE OR DELETE ON minutes_edits FOR EACH ROW EXECUTE FUNCTION audit_row()"
"""Who adds one is told by an event of its own; versions come and go by themselves."""
FUNCTIONS = {
    "bound_minutes_versions()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            DELETE FROM minutes_versions v
            WHERE v.summary_id = NEW.summary_id AND v.number <= NEW.number - {KEPT_VERSIONS};
            RETURN NULL;
        END $$""",
    "forget_minutes_edits()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            gone text[] := ARRAY(SELECT s.id::text FROM transcript_segments s WHERE s.room_id = NEW.room_id
                AND s.participant_id = NEW.participant_id AND s.state = 'forgotten');
        BEGIN
            IF gone = '{{}}' THEN
                RETURN NULL;
            END IF;
            DELETE FROM minutes_edits e
            WHERE e.room_id = NEW.room_id AND (e.section = 'summary' OR e.element_id IN (
                SELECT o.element_id FROM minutes_edits o
                WHERE o.room_id = NEW.room_id AND o.machine -> 'evidence' ?| gone));
            DELETE FROM minutes_versions v USING minutes_versions newer
            WHERE v.room_id = NEW.room_id AND newer.summary_id = v.summary_id AND newer.number > v.number;
            UPDATE minutes_versions v SET content = coalesce((
                SELECT jsonb_object_agg(part.key, CASE
                    WHEN part.key = 'executive_summary' THEN '""'
                    WHEN part.key IN ('decisions', 'turned_down') THEN decisions_without_forgotten(part.value, gone)
                    WHEN jsonb_typeof(part.value) = 'array' THEN without_forgotten(part.value, gone)
                    ELSE part.value END) FROM jsonb_each(v.content) AS part), '{{}}')
            WHERE v.room_id = NEW.room_id;
            RETURN NULL;
        END $$""",
}
FOLLOWED = (
    "CREATE TRIGGER minutes_versions_bounded AFTER INSERT ON minutes_versions"
    " FOR EACH ROW EXECUTE FUNCTION bound_minutes_versions()",
    "CREATE CONSTRAINT TRIGGER forgotten_words_minutes AFTER INSERT OR UPDATE ON forgotten_words"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION forget_minutes_edits()",
)
FORWARDS = (
    *(f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} {rule}" for (table, name), rule in RULES.items()),
    "CREATE UNIQUE INDEX minutes_edits_once ON minutes_edits (element_id, revision)",
    "CREATE UNIQUE INDEX minutes_versions_once ON minutes_versions (summary_id, number)",
    *(
        f"CREATE TRIGGER {table}_{name} {trigger.format(table)}"
        for table in TABLES
        for name, trigger in TRIGGERS.items()
    ),
    AUDIT,
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
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in FUNCTIONS),
    *FOLLOWED,
)
BACKWARDS = (
    "DROP TRIGGER forgotten_words_minutes ON forgotten_words",
    "DROP TRIGGER minutes_versions_bounded ON minutes_versions",
    *(f"DROP FUNCTION {name}" for name in reversed(FUNCTIONS)),
    *(f"DROP POLICY {table}_{role}_{verb} ON {table}" for table, role, verb in POLICIES),
    f"REVOKE UPDATE ({EDITED}) ON meeting_summaries FROM parley_web",
    *(f"DROP POLICY {table}_{name} ON {table}" for table in TABLES for name in ("definer", "readonly")),
    *(f"REVOKE ALL ON {table} FROM parley_web, parley_worker, parley_readonly" for table in TABLES),
    "DROP TRIGGER minutes_edits_audit ON minutes_edits",
    *(
        statement
        for table in TABLES
        for statement in (
            *(f"DROP TRIGGER {table}_{name} ON {table}" for name in TRIGGERS),
            f"DROP INDEX {table}_once",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        )
    ),
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for table, name in RULES),
)


async def forwards() -> MigrationManager:
    """Open the tables, and what edits write; back again, the tables go with the migration before."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
