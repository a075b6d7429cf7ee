"""Who goes off the record, or back on it, does so in every room of the meeting where they have a place.

A breakout where nobody was yet has no clock: off the record begins at its beginning, or leaves no trace there.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0033_off_record_rules as before
from migrations.versions.m0013_gaps_rules import LONGEST_MS
from migrations.versions.m0062_breakouts_rules import OPEN

ID = "2026-11-28T09:01:05:000000"
VERSION = "1.38.0"
DESCRIPTION = "off the record in all rooms"

SET = "set_off_record(room uuid, who uuid, is_off boolean)"
ASKED = before.SET.partition("\nBEGIN\n")[2].partition("    SELECT r.started_at")[0]
"""Who may say so, as before."""
EVERYWHERE = f"""
CREATE OR REPLACE FUNCTION {SET} RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    person uuid := (SELECT coalesce(p.main_participant_id, p.id) FROM participants p WHERE p.id = who);
    place record;
    at_ms int;
    changed boolean := false;
BEGIN
{ASKED}    IF NOT EXISTS (SELECT FROM rooms r WHERE r.id = room AND r.status = 'live') THEN
        RETURN NULL;
    END IF;
    FOR place IN SELECT p.room_id, p.id, r.started_at FROM (
            SELECT room AS room_id, who AS id WHERE who IS NULL
            UNION ALL SELECT p.room_id, p.id FROM participants p WHERE p.id = person
            UNION ALL SELECT p.room_id, p.id FROM participants p WHERE p.main_participant_id = person) AS p
        JOIN rooms r ON r.id = p.room_id WHERE r.status IN {OPEN} ORDER BY r.id FOR NO KEY UPDATE OF r
    LOOP
        at_ms := least({LONGEST_MS}, greatest(0, extract(epoch FROM clock_timestamp() - place.started_at) * 1000,
            (SELECT max(s.end_ms) FROM transcript_segments s WHERE s.room_id = place.room_id)));
        IF is_off THEN
            INSERT INTO transcript_gaps (room_id, participant_id, cause, from_ms, begun_by)
            SELECT place.room_id, place.id, 'off_record', at_ms, coalesce(place.id,
                (SELECT p.id FROM participants p WHERE {before.OWN} LIMIT 1))
            WHERE NOT EXISTS (SELECT FROM transcript_gaps g WHERE g.room_id = place.room_id
                AND g.cause = 'off_record' AND g.participant_id IS NOT DISTINCT FROM place.id AND g.to_ms IS NULL);
        ELSIF place.started_at IS NULL THEN
            DELETE FROM transcript_gaps g WHERE g.room_id = place.room_id AND g.cause = 'off_record'
                AND g.participant_id = place.id AND g.to_ms IS NULL;
        ELSE
            UPDATE transcript_gaps g SET to_ms = greatest(g.from_ms, at_ms) WHERE g.room_id = place.room_id
                AND g.cause = 'off_record' AND g.participant_id IS NOT DISTINCT FROM place.id AND g.to_ms IS NULL;
        END IF;
        changed := changed OR FOUND;
    END LOOP;
    RETURN changed;
END $$
"""
FORWARDS = (EVERYWHERE,)
BACKWARDS = (before.SET.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),)


async def forwards() -> MigrationManager:
    """Replace the function."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
