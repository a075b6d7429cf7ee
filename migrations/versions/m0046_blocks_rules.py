"""Who reads and writes notes of blocks, and when they are void: the moment words of theirs are corrected or forgotten.

A block belongs to its transcript and goes with it. Its `revision` rises when it is reset, so that notes of the words
from before are not stored any more.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import ELEVATED, JOB, READABLE

ID = "2026-11-27T21:46:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of blocks of minutes"

RULES = {
    "transcript_id_same_room": "FOREIGN KEY (transcript_id, room_id) REFERENCES transcripts (id, room_id)"
    " ON DELETE CASCADE",
    "state_state": "CHECK (state IN ('queued', 'drafted', 'noted', 'failed'))",
    "places": "CHECK (number >= 0 AND from_seq >= 0 AND to_seq >= from_seq AND start_ms >= 0 AND end_ms >= start_ms"
    " AND revision >= 0)",
    "objects": "CHECK (jsonb_typeof(notes) = 'object' AND jsonb_typeof(model_notes) = 'object'"
    " AND jsonb_typeof(provenance) = 'object')",
    "noted_finite": "CHECK (isfinite(noted_at))",
}
RESET = """
    UPDATE summary_blocks b SET state = 'queued', revision = b.revision + 1, notes = '{{}}', model_notes = '{{}}',
           provenance = '{{}}', noted_at = NULL
    WHERE b.room_id = NEW.room_id AND EXISTS (SELECT FROM transcript_segments s
        WHERE s.room_id = NEW.room_id AND s.seq BETWEEN b.from_seq AND b.to_seq AND {});"""
OF_SEGMENT = "s.id = NEW.segment_id"
OF_PERSON = "s.participant_id = NEW.participant_id AND s.start_ms < NEW.until_ms"
FUNCTIONS = {
    "live_rooms()": f"""
        RETURNS SETOF uuid LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT t.room_id FROM transcripts t JOIN rooms r ON r.id = t.room_id
            WHERE t.status = 'open' AND r.status = 'live';
        END""",
    **{
        name: f"RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$ BEGIN {RESET.format(which)} RETURN NULL; END $$"
        for name, which in {"reset_corrected_blocks()": OF_SEGMENT, "reset_forgotten_blocks()": OF_PERSON}.items()
    },
}
CALLED_BY = {"live_rooms()": "parley_worker", "reset_corrected_blocks()": "", "reset_forgotten_blocks()": ""}
PLACE = "room_id, transcript_id, number, from_seq, to_seq, start_ms, end_ms"
GRANTS = (
    "SELECT ON summary_blocks TO parley_web, parley_worker",
    f"INSERT (id, {PLACE}) ON summary_blocks TO parley_worker",
    "UPDATE (state, notes, model_notes, provenance, noted_at) ON summary_blocks TO parley_worker",
    f"SELECT (id, {PLACE}, state, revision, provenance, noted_at, created_at) ON summary_blocks TO parley_readonly",
)
POLICIES = {
    ("web", "select"): f"USING ({READABLE} OR {ELEVATED})",
    ("worker", "select"): f"USING ({JOB})",
    ("worker", "insert"): f"WITH CHECK ({JOB})",
    ("worker", "update"): f"USING ({JOB})",
}
FORWARDS = (
    *(f"ALTER TABLE summary_blocks ADD CONSTRAINT summary_blocks_{name} {rule}" for name, rule in RULES.items()),
    "CREATE UNIQUE INDEX summary_blocks_once ON summary_blocks (transcript_id, number)",
    *(
        f"CREATE TRIGGER summary_blocks_{name} BEFORE {verb} ON summary_blocks"
        " FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for name, verb in {"born": "INSERT", "touch": "UPDATE"}.items()
    ),
    "ALTER TABLE summary_blocks ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE summary_blocks FORCE ROW LEVEL SECURITY",
    "CREATE POLICY summary_blocks_definer ON summary_blocks TO parley_definer USING (true)",
    "CREATE POLICY summary_blocks_readonly ON summary_blocks FOR SELECT TO parley_readonly USING (true)",
    *(f"GRANT {each}" for each in GRANTS),
    *(
        f"CREATE POLICY summary_blocks_{role}_{verb} ON summary_blocks FOR {verb} TO parley_{role} {rows}"
        for (role, verb), rows in POLICIES.items()
    ),
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    "CREATE TRIGGER segment_edits_blocks AFTER INSERT ON segment_edits"
    " FOR EACH ROW EXECUTE FUNCTION reset_corrected_blocks()",
    "CREATE TRIGGER forgotten_words_blocks AFTER INSERT OR UPDATE ON forgotten_words"
    " FOR EACH ROW EXECUTE FUNCTION reset_forgotten_blocks()",
)
BACKWARDS = (
    "DROP TRIGGER forgotten_words_blocks ON forgotten_words",
    "DROP TRIGGER segment_edits_blocks ON segment_edits",
    *(f"DROP FUNCTION {name}" for name in FUNCTIONS),
    *(f"DROP POLICY summary_blocks_{role}_{verb} ON summary_blocks" for role, verb in POLICIES),
    "REVOKE ALL ON summary_blocks FROM parley_web, parley_worker, parley_readonly",
    "DROP POLICY summary_blocks_readonly ON summary_blocks",
    "DROP POLICY summary_blocks_definer ON summary_blocks",
    "ALTER TABLE summary_blocks NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE summary_blocks DISABLE ROW LEVEL SECURITY",
    *(f"DROP TRIGGER summary_blocks_{name} ON summary_blocks" for name in ("touch", "born")),
    "DROP INDEX summary_blocks_once",
    *(f"ALTER TABLE summary_blocks DROP CONSTRAINT summary_blocks_{name}" for name in RULES),
)


async def forwards() -> MigrationManager:
    """Add rules, rights and what resets a block."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
