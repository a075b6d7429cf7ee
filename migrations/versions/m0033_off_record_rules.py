"""Stretches off the record: of everybody or of one person, begun and ended by people and by nobody else.

The web process begins and ends them through one function, which asks who acts and reads the meeting's clock. The
transcriber, which records and ends gaps of every other cause, may do neither. The rules of rows are NOT VALID: those there are
are read by m0033_off_record_valid.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import LEASED
from migrations.versions.m0013_gaps_rules import CAUSES, LONGEST_MS
from migrations.versions.m0028_encrypted import CAUSE, DROP_CAUSE

ID = "2026-11-27T15:10:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "off the record"

BEFORE = f"{CAUSES}, 'encrypted', 'network'"
NOT_PEOPLES = f"{LEASED} AND cause <> 'off_record'"
OWN = "p.room_id = room AND (p.user_id = app_user() OR p.id = app_participant())"
SET = f"""
CREATE FUNCTION set_off_record(room uuid, who uuid, is_off boolean) RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    started timestamptz;
    at_ms int;
BEGIN
    IF (CASE WHEN who IS NULL THEN room NOT IN (SELECT moderated_rooms())
        ELSE NOT EXISTS (SELECT FROM participants p WHERE p.id = who AND p.status = 'joined' AND {OWN}) END) THEN
        RAISE EXCEPTION 'that is not theirs to say' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT r.started_at INTO started FROM rooms r WHERE r.id = room AND r.status = 'live' FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    at_ms := least({LONGEST_MS}, greatest(0, extract(epoch FROM clock_timestamp() - started) * 1000,
        (SELECT max(s.end_ms) FROM transcript_segments s WHERE s.room_id = room)));
    IF is_off THEN
        INSERT INTO transcript_gaps (room_id, participant_id, cause, from_ms, begun_by)
        SELECT room, who, 'off_record', at_ms, (SELECT p.id FROM participants p WHERE {OWN} LIMIT 1)
        WHERE NOT EXISTS (SELECT FROM transcript_gaps g WHERE g.room_id = room AND g.cause = 'off_record'
            AND g.participant_id IS NOT DISTINCT FROM who AND g.to_ms IS NULL);
    ELSE
        UPDATE transcript_gaps g SET to_ms = greatest(g.from_ms, at_ms) WHERE g.room_id = room
            AND g.cause = 'off_record' AND g.participant_id IS NOT DISTINCT FROM who AND g.to_ms IS NULL;
    END IF;
    RETURN FOUND;
END $$
"""
"""Whether that changed anything; null: the meeting is not being held."""
BEGUN_BY = "transcript_gaps_begun_by_same_room"
FORWARDS = (
    f"ALTER TABLE transcript_gaps ADD CONSTRAINT {BEGUN_BY} FOREIGN KEY (begun_by, room_id)"
    " REFERENCES participants (id, room_id) ON DELETE SET NULL (begun_by) NOT VALID",
    DROP_CAUSE,
    CAUSE.format(f"{BEFORE}, 'off_record'"),
    f"ALTER POLICY transcript_gaps_agent_insert ON transcript_gaps WITH CHECK ({NOT_PEOPLES})",
    f"ALTER POLICY transcript_gaps_agent_update ON transcript_gaps USING ({NOT_PEOPLES})",
    SET,
    "REVOKE EXECUTE ON FUNCTION set_off_record(uuid, uuid, boolean) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION set_off_record(uuid, uuid, boolean) TO parley_web",
)
BACKWARDS = (
    "DROP FUNCTION set_off_record(uuid, uuid, boolean)",
    f"ALTER POLICY transcript_gaps_agent_insert ON transcript_gaps WITH CHECK ({LEASED})",
    f"ALTER POLICY transcript_gaps_agent_update ON transcript_gaps USING ({LEASED})",
    "UPDATE transcript_gaps SET cause = 'engine' WHERE cause = 'off_record'",
    DROP_CAUSE,
    CAUSE.format(BEFORE),
    f"ALTER TABLE transcript_gaps DROP CONSTRAINT {BEGUN_BY}",
)


async def forwards() -> MigrationManager:
    """Add the cause, and the one way to begin and end it."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
