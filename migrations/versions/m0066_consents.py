"""What somebody said in the meeting about being recorded holds in its breakouts, unless they say otherwise there.

An agreement is carried to where they have said nothing; a refusal everywhere.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0062_breakouts_rules import OPEN

ID = "2026-11-28T09:01:06:000000"
VERSION = "1.38.0"
DESCRIPTION = "consents in breakouts"

FUNCTIONS = {
    "bring_consent()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            INSERT INTO recording_consents (room_id, participant_id, agreed)
                SELECT NEW.room_id, NEW.id, c.agreed FROM recording_consents c
                WHERE c.participant_id = NEW.main_participant_id ON CONFLICT (participant_id) DO NOTHING;
            RETURN NULL;
        END $$""",
    "follow_consent()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            INSERT INTO recording_consents (room_id, participant_id, agreed)
                SELECT p.room_id, p.id, NEW.agreed FROM participants p JOIN rooms b ON b.id = p.room_id
                WHERE p.main_participant_id = NEW.participant_id AND b.status IN {OPEN}
                ON CONFLICT (participant_id) DO UPDATE SET agreed = false
                WHERE recording_consents.agreed AND NOT EXCLUDED.agreed;
            RETURN NULL;
        END $$""",
}
TRIGGERS = {
    ("participants", "bring_consent"): "AFTER INSERT ON participants FOR EACH ROW"
    " WHEN (NEW.main_participant_id IS NOT NULL) EXECUTE FUNCTION bring_consent()",
    ("recording_consents", "follow"): "AFTER INSERT OR UPDATE OF agreed ON recording_consents FOR EACH ROW"
    " EXECUTE FUNCTION follow_consent()",
}
FORWARDS = (
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in FUNCTIONS),
    *(f"CREATE TRIGGER {table}_{name} {trigger}" for (table, name), trigger in TRIGGERS.items()),
)
BACKWARDS = (
    *(f"DROP TRIGGER {table}_{name} ON {table}" for table, name in TRIGGERS),
    *(f"DROP FUNCTION {name}" for name in FUNCTIONS),
)


async def forwards() -> MigrationManager:
    """Add the triggers."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
