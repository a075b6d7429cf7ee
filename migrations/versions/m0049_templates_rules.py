"""Host and co-hosts choose the template of minutes and who words them; a restored version brings its template along.

The rules are NOT VALID: m0049_templates_valid reads the rows there are.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0049_versions_rules import NAME, RESTORE

ID = "2026-11-27T21:49:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of templates of minutes"

RULES = {
    "template_state": "CHECK (template IN ('general', 'standup', 'interview', 'retrospective', 'client', 'formal'))",
    "writer_state": "CHECK (writer IN ('model', 'none'))",
}
MODEL = "model = old.model, note"
TEMPLATE = "model = old.model, template = coalesce(nullif(old.template, ''), m.template), note"
COLUMNS = "template, writer"
FORWARDS = (
    *(f"ALTER TABLE meeting_summaries ADD CONSTRAINT meeting_summaries_{name} {rule} NOT VALID"
      for name, rule in RULES.items()),
    f"GRANT UPDATE ({COLUMNS}) ON meeting_summaries TO parley_web",
    f"GRANT SELECT ({COLUMNS}) ON meeting_summaries TO parley_readonly",
    f"CREATE OR REPLACE FUNCTION {NAME} {RESTORE.replace(MODEL, TEMPLATE)}",
)  # fmt: skip
BACKWARDS = (
    f"CREATE OR REPLACE FUNCTION {NAME} {RESTORE}",
    f"REVOKE SELECT ({COLUMNS}) ON meeting_summaries FROM parley_readonly",
    f"REVOKE UPDATE ({COLUMNS}) ON meeting_summaries FROM parley_web",
    *(f"ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_{name}" for name in RULES),
)


async def forwards() -> MigrationManager:
    """Add the rules and the rights."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
