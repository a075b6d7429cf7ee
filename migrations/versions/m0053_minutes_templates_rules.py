"""Whose template is whose, and which one the minutes of a meeting get when it ends: the one its host chose for it.

Minutes keep a copy of a template that somebody made, so that they and their versions read the same when it is changed or
gone. The rules of meeting_summaries are NOT VALID: m0053_minutes_templates_valid reads the rows there are.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import OWN
from migrations.versions.m0037_forgotten_rules import FUNCTIONS as BEFORE
from migrations.versions.m0048_elements_rules import DECISIONS, ELEMENTS, FORGET
from migrations.versions.m0049_templates_rules import MODEL, TEMPLATE
from migrations.versions.m0049_templates_rules import RULES as OLD_RULES
from migrations.versions.m0049_versions_rules import NAME, RESTORE

ID = "2026-11-28T01:53:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of own templates of minutes"

TABLE = "minutes_templates"
KEPT = "id, name, sections, language, tone, length, instruction"
BUILT_IN = "'general', 'standup', 'interview', 'retrospective', 'client', 'formal'"
CHECKS = {
    "name_shown": "name = btrim(name) AND name <> ''",
    "sections_array": "jsonb_typeof(sections) = 'array' AND jsonb_array_length(sections) BETWEEN 1 AND 20",
    "tone_state": "tone IN ('neutral', 'formal', 'friendly', 'direct')",
    "length_state": "length IN ('short', 'medium', 'long')",
    "instruction_length": "char_length(instruction) <= 1000",
}
RULES = {
    "template_state": f"CHECK (template IN ({BUILT_IN}, 'own'))",
    "own_template": "CHECK ((template = 'own') = (own_template <> '{}') AND jsonb_typeof(own_template) = 'object')",
    "special_array": "CHECK (jsonb_typeof(special) = 'array')",
}
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "audit": "AFTER INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION audit_row()",
}
POLICIES = {
    "select": f"USING ({OWN})",
    "insert": f"WITH CHECK ({OWN})",
    "update": f"USING ({OWN})",
    "delete": f"USING ({OWN})",
}
WRITTEN = "name, sections, language, tone, length, instruction, is_default"
CHOOSE = f"""
CREATE FUNCTION choose_minutes_template() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    chosen text;
    kept jsonb;
BEGIN
    IF NEW.template <> 'general' THEN
        RETURN NEW;
    END IF;
    SELECT r.settings ->> 'template' INTO chosen FROM rooms r WHERE r.id = NEW.room_id;
    IF chosen IN ({BUILT_IN}) THEN
        NEW.template := chosen;
        RETURN NEW;
    END IF;
    SELECT to_jsonb(t) INTO kept
    FROM rooms r CROSS JOIN LATERAL (
        SELECT {KEPT} FROM {TABLE} m WHERE m.user_id = r.host_id AND m.id::text = chosen
    ) AS t WHERE r.id = NEW.room_id;
    IF kept IS NOT NULL THEN
        NEW.template := 'own';
        NEW.own_template := kept;
    END IF;
    RETURN NEW;
END $$
"""
RESTORED = RESTORE.replace(MODEL, TEMPLATE)
WITH_TEMPLATE = RESTORED.replace(
    "topics = coalesce(old.content -> 'topics', '[]'),",
    "topics = coalesce(old.content -> 'topics', '[]'),\n"
    "                own_template = CASE WHEN old.template = 'own' THEN old.content -> 'own_template'"
    " WHEN old.template = '' THEN m.own_template ELSE '{}' END,\n"
    "                special = coalesce(old.content -> 'special', '[]'),",
)
FORGOTTEN = BEFORE[FORGET].replace(DECISIONS, ELEMENTS)
ITEMS = "DELETE FROM action_items a WHERE a.room_id = room AND a.evidence ?| gone;"
NOTICES = """
            DELETE FROM notifications n
            WHERE n.data ->> 'room_id' = room::text AND n.data ? 'action_item_id'
              AND NOT EXISTS (SELECT FROM action_items a WHERE a.id::text = n.data ->> 'action_item_id');"""
"""Their titles are words of action items that are gone."""
WITH_SPECIAL = (
    BEFORE[FORGET]
    .replace(DECISIONS, f"{ELEMENTS},\n                special = without_forgotten(m.special, gone)")
    .replace(ITEMS, ITEMS + NOTICES)
)
FORWARDS = (
    *(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{name} CHECK ({rule})" for name, rule in CHECKS.items()),
    f"CREATE UNIQUE INDEX {TABLE}_name ON {TABLE} (user_id, name)",
    f"CREATE UNIQUE INDEX {TABLE}_one_default ON {TABLE} (user_id) WHERE is_default",
    *(f"CREATE TRIGGER {TABLE}_{name} {trigger.format(TABLE)}" for name, trigger in TRIGGERS.items()),
    f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY {TABLE}_definer ON {TABLE} TO parley_definer USING (true)",
    f"GRANT SELECT, DELETE, INSERT (id, user_id, {WRITTEN}), UPDATE ({WRITTEN}) ON {TABLE} TO parley_web",
    *(f"CREATE POLICY {TABLE}_web_{verb} ON {TABLE} FOR {verb} TO parley_web {rows}" for verb, rows in POLICIES.items()),
    "ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_template_state",
    *(
        f"ALTER TABLE meeting_summaries ADD CONSTRAINT meeting_summaries_{name} {rule} NOT VALID"
        for name, rule in RULES.items()
    ),
    "GRANT UPDATE (own_template) ON meeting_summaries TO parley_web",
    "GRANT UPDATE (special) ON meeting_summaries TO parley_worker",
    CHOOSE,
    "REVOKE EXECUTE ON FUNCTION choose_minutes_template() FROM PUBLIC",
    "CREATE TRIGGER meeting_summaries_template BEFORE INSERT ON meeting_summaries"
    " FOR EACH ROW EXECUTE FUNCTION choose_minutes_template()",
    f"CREATE OR REPLACE FUNCTION {NAME} {WITH_TEMPLATE}",
    f"CREATE OR REPLACE FUNCTION {FORGET} {WITH_SPECIAL}",
)
BACKWARDS = (
    f"CREATE OR REPLACE FUNCTION {FORGET} {FORGOTTEN}",
    f"CREATE OR REPLACE FUNCTION {NAME} {RESTORED}",
    "DROP TRIGGER meeting_summaries_template ON meeting_summaries",
    "DROP FUNCTION choose_minutes_template()",
    "REVOKE UPDATE (special) ON meeting_summaries FROM parley_worker",
    "REVOKE UPDATE (own_template) ON meeting_summaries FROM parley_web",
    *(f"ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_{name}" for name in RULES),
    "UPDATE meeting_summaries SET template = 'general', own_template = '{}' WHERE template = 'own'",
    "ALTER TABLE meeting_summaries ADD CONSTRAINT meeting_summaries_template_state"
    f" {OLD_RULES['template_state']} NOT VALID",
    *(f"DROP POLICY {TABLE}_web_{verb} ON {TABLE}" for verb in POLICIES),
    f"DROP POLICY {TABLE}_definer ON {TABLE}",
    f"REVOKE ALL ON {TABLE} FROM parley_web",
    f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
    *(f"DROP TRIGGER {TABLE}_{name} ON {TABLE}" for name in TRIGGERS),
    f"DROP INDEX {TABLE}_one_default",
    f"DROP INDEX {TABLE}_name",
    *(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_{name}" for name in CHECKS),
)


async def forwards() -> MigrationManager:
    """Open the templates to whose they are."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
