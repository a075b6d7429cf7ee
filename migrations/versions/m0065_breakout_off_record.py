"""Who is off the record in the meeting is so in its breakout, from before they are there: nobody has to ask twice."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0013_gaps_rules import LONGEST_MS

ID = "2026-11-28T05:07:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "off the record in breakouts"

OPEN = "g.cause = 'off_record' AND g.to_ms IS NULL"
KEEP = f"""
CREATE FUNCTION keep_off_record() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    INSERT INTO transcript_gaps (room_id, participant_id, cause, from_ms, begun_by)
    SELECT p.room_id, p.id, 'off_record',
           least({LONGEST_MS}, greatest(0, extract(epoch FROM clock_timestamp() - b.started_at) * 1000,
                 (SELECT max(s.end_ms) FROM transcript_segments s WHERE s.room_id = b.id))), p.id
    FROM participants p JOIN rooms b ON b.id = p.room_id JOIN participants m ON m.id = p.main_participant_id
    WHERE (p.id = NEW.id OR m.id = NEW.id AND b.id = NEW.breakout_room_id)
      AND EXISTS (SELECT FROM transcript_gaps g WHERE g.room_id = m.room_id AND {OPEN}
                  AND (g.participant_id IS NULL OR g.participant_id = m.id))
      AND NOT EXISTS (SELECT FROM transcript_gaps g WHERE g.room_id = p.room_id AND {OPEN}
                      AND g.participant_id = p.id);
    RETURN NULL;
END $$
"""
FORWARDS = (
    KEEP,
    "REVOKE EXECUTE ON FUNCTION keep_off_record() FROM PUBLIC",
    "CREATE TRIGGER participants_in_breakout_off_record AFTER INSERT ON participants FOR EACH ROW"
    " WHEN (NEW.main_participant_id IS NOT NULL) EXECUTE FUNCTION keep_off_record()",
    "CREATE TRIGGER participants_to_breakout_off_record AFTER UPDATE OF breakout_room_id ON participants FOR EACH ROW"
    " WHEN (NEW.breakout_room_id IS NOT NULL) EXECUTE FUNCTION keep_off_record()",
)
BACKWARDS = (
    "DROP TRIGGER participants_to_breakout_off_record ON participants",
    "DROP TRIGGER participants_in_breakout_off_record ON participants",
    "DROP FUNCTION keep_off_record()",
)


async def forwards() -> MigrationManager:
    """Add the triggers."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
