"""The worker writes open questions and what was turned down; forgotten words go from them, and whose voices they were.

m0048_elements_valid reads the rows there are.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions.m0037_forgotten_rules import FUNCTIONS as BEFORE

ID = "2026-11-27T21:48:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of open questions and what was turned down"

FORGET = "forget_in_minutes(room uuid, gone text[])"
DECISIONS = "decisions = without_forgotten(m.decisions, gone)"
ELEMENTS = """decisions = decisions_without_forgotten(m.decisions, gone),
                turned_down = decisions_without_forgotten(m.turned_down, gone),
                open_questions = without_forgotten(m.open_questions, gone)"""
FUNCTIONS = {
    "voices_without_forgotten(voices jsonb, gone text[])": """
        RETURNS jsonb LANGUAGE sql IMMUTABLE RETURN (
            SELECT coalesce(jsonb_agg(v.voice ORDER BY v.n) FILTER (WHERE v.voice ->> 'segment' <> ALL (gone)), '[]')
            FROM jsonb_array_elements(coalesce(voices, '[]')) WITH ORDINALITY AS v (voice, n))""",
    "decisions_without_forgotten(decisions jsonb, gone text[])": """
        RETURNS jsonb LANGUAGE sql IMMUTABLE RETURN (
            SELECT coalesce(jsonb_agg(d.decision || jsonb_build_object(
                'agreed', voices_without_forgotten(d.decision -> 'agreed', gone),
                'against', voices_without_forgotten(d.decision -> 'against', gone)) ORDER BY d.n), '[]')
            FROM jsonb_array_elements(without_forgotten(decisions, gone)) WITH ORDINALITY AS d (decision, n))""",
}
COLUMNS = "turned_down, open_questions"
FORWARDS = (
    "ALTER TABLE meeting_summaries ADD CONSTRAINT meeting_summaries_elements_arrays"
    " CHECK (jsonb_typeof(turned_down) = 'array' AND jsonb_typeof(open_questions) = 'array') NOT VALID",
    f"GRANT UPDATE ({COLUMNS}) ON meeting_summaries TO parley_worker",
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    f"CREATE OR REPLACE FUNCTION {FORGET} {BEFORE[FORGET].replace(DECISIONS, ELEMENTS)}",
)
BACKWARDS = (
    f"CREATE OR REPLACE FUNCTION {FORGET} {BEFORE[FORGET]}",
    *(f"DROP FUNCTION {name.split('(')[0]}" for name in reversed(FUNCTIONS)),
    f"REVOKE UPDATE ({COLUMNS}) ON meeting_summaries FROM parley_worker",
    "ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_elements_arrays",
)


async def forwards() -> MigrationManager:
    """Add the rule, the rights and what forgetting erases."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
