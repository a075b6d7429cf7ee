"""What the new columns hold, and that the worker writes a meeting's figures. m0047_reports_valid reads the rows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-27T21:47:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of reports as data"

RULES = {
    ("participant_reports", "figures_object"): "jsonb_typeof(figures) = 'object'",
    ("participant_reports", "mentions_array"): "jsonb_typeof(mentions) = 'array'",
    ("meeting_summaries", "figures_object"): "jsonb_typeof(figures) = 'object'",
    ("meeting_summaries", "scores"): "overall_sentiment BETWEEN -1 AND 1 AND engagement_score BETWEEN 0 AND 100",
}
FORWARDS = (
    *(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} CHECK ({rule}) NOT VALID"
        for (table, name), rule in RULES.items()
    ),
    "GRANT UPDATE (figures, overall_sentiment, engagement_score) ON meeting_summaries TO parley_worker",
)
BACKWARDS = (
    "REVOKE UPDATE (figures, overall_sentiment, engagement_score) ON meeting_summaries FROM parley_worker",
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for table, name in RULES),
)


async def forwards() -> MigrationManager:
    """Add the rules and the right."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
