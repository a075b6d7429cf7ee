"""Who writes and reads gaps of a transcript; a lease lasts a minute at most, and is of a room that is open.

A lease is taken and renewed by functions only, so that the database's own clock bounds it. A job that takes a room
over from one that died leaves a gap: it begins where the dead job last renewed its lease, or wrote a word.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import ELEVATED, FUNCTIONS, JOB, LEASED, LIVEKIT, READABLE

ID = "2026-11-24T01:13:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "bounded leases"

LONGEST_S = 60
LONGEST_MS = 2**31 - 1
"""As much of a meeting as its milliseconds can count."""
FLUSH = "interval '1 hour'"
"""So long after the end of a meeting its transcriber may still write down what waited."""
OPEN = "r.status IN ('scheduled', 'waiting', 'live')"
OWN_HOLDER = """
            IF app_role() = 'parley_agent' AND job IS DISTINCT FROM app_setting('holder') THEN
                RAISE EXCEPTION 'a job takes a lease for itself' USING ERRCODE = 'insufficient_privilege';
            END IF;"""
UNTIL = f"clock_timestamp() + make_interval(secs => least(greatest(seconds, 0), {LONGEST_S}))"
TAKE = "take_lease(room uuid, job text, seconds double precision)"
TAKEN = f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            last_renewed timestamptz;
        BEGIN{OWN_HOLDER}
            IF NOT EXISTS (SELECT FROM rooms r WHERE r.id = room AND {OPEN}) THEN
                RETURN false;
            END IF;
            SELECT l.updated_at INTO last_renewed FROM room_leases l
            WHERE l.room_id = room AND l.holder <> job AND l.expires_at <= clock_timestamp();
            INSERT INTO room_leases AS held (room_id, holder, expires_at) VALUES (room, job, {UNTIL})
            ON CONFLICT (room_id) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
            WHERE held.holder = EXCLUDED.holder OR held.expires_at <= clock_timestamp();
            IF NOT FOUND THEN
                RETURN false;
            END IF;
            INSERT INTO transcript_gaps (room_id, cause, from_ms)
            SELECT room, 'transcriber', greatest(0,
                least(round(extract(epoch FROM last_renewed - r.started_at) * 1000), {LONGEST_MS}),
                (SELECT max(s.end_ms) FROM transcript_segments s WHERE s.room_id = room))
            FROM rooms r WHERE r.id = room AND last_renewed IS NOT NULL AND r.started_at IS NOT NULL;
            RETURN true;
        END $$"""
RENEW = "renew_lease(room uuid, job text, seconds double precision)"
RENEWED = f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN{OWN_HOLDER}
            UPDATE room_leases l SET expires_at = {UNTIL} FROM rooms r
            WHERE l.room_id = room AND l.holder = job AND r.id = room
              AND ({OPEN} OR r.ended_at > clock_timestamp() - {FLUSH});
            RETURN FOUND;
        END $$"""
SIGNATURE = "renew_lease(uuid, text, double precision)"

CAUSES = "'engine', 'language', 'database', 'overrun', 'transcriber'"
RULES = {
    "participant_id_same_room": "FOREIGN KEY (participant_id, room_id) REFERENCES participants (id, room_id)"
    " ON DELETE SET NULL (participant_id)",
    "cause_state": f"CHECK (cause IN ({CAUSES}))",
    "times": "CHECK (from_ms >= 0 AND to_ms >= from_ms)",
}
POLICIES = {
    ("web", "select"): f"{LIVEKIT} OR {READABLE} OR {ELEVATED}",
    ("agent", "select"): LEASED,
    ("agent", "insert"): LEASED,
    ("agent", "update"): LEASED,
    ("worker", "select"): JOB,
}
FORWARDS = (
    *(f"ALTER TABLE transcript_gaps ADD CONSTRAINT transcript_gaps_{name} {rule}" for name, rule in RULES.items()),
    *(
        f"CREATE TRIGGER transcript_gaps_{name} BEFORE {verb} ON transcript_gaps"
        " FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for name, verb in {"born": "INSERT", "touch": "UPDATE"}.items()
    ),
    "ALTER TABLE transcript_gaps ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE transcript_gaps FORCE ROW LEVEL SECURITY",
    "CREATE POLICY transcript_gaps_definer ON transcript_gaps TO parley_definer USING (true)",
    "GRANT SELECT ON transcript_gaps TO parley_web, parley_worker",
    "GRANT SELECT, INSERT, UPDATE (to_ms) ON transcript_gaps TO parley_agent",
    *(
        f"CREATE POLICY transcript_gaps_{role}_{verb} ON transcript_gaps FOR {verb} TO parley_{role}"
        f" {'WITH CHECK' if verb == 'insert' else 'USING'} ({rows})"
        for (role, verb), rows in POLICIES.items()
    ),
    "GRANT SELECT (id, room_id, cause, from_ms, to_ms, created_at) ON transcript_gaps TO parley_readonly",
    "CREATE POLICY transcript_gaps_readonly ON transcript_gaps FOR SELECT TO parley_readonly USING (true)",
    f"CREATE OR REPLACE FUNCTION {TAKE} {TAKEN}",
    f"CREATE FUNCTION {RENEW} {RENEWED}",
    f"REVOKE EXECUTE ON FUNCTION {SIGNATURE} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO parley_agent",
    "DROP POLICY room_leases_agent_update ON room_leases",
    "REVOKE UPDATE (expires_at) ON room_leases FROM parley_agent",
)
OWN_LEASE = "holder = app_setting('holder')"
BACKWARDS = (
    "GRANT UPDATE (expires_at) ON room_leases TO parley_agent",
    f"CREATE POLICY room_leases_agent_update ON room_leases FOR update TO parley_agent USING ({OWN_LEASE})",
    f"DROP FUNCTION {SIGNATURE}",
    f"CREATE OR REPLACE FUNCTION {TAKE} {FUNCTIONS[TAKE]}",
    "DROP TRIGGER transcript_gaps_born ON transcript_gaps",
    "DROP TRIGGER transcript_gaps_touch ON transcript_gaps",
    *(f"DROP POLICY transcript_gaps_{role}_{verb} ON transcript_gaps" for role, verb in POLICIES),
    "DROP POLICY transcript_gaps_definer ON transcript_gaps",
    "DROP POLICY transcript_gaps_readonly ON transcript_gaps",
    "REVOKE ALL ON transcript_gaps FROM parley_web, parley_agent, parley_worker, parley_readonly",
    *(f"ALTER TABLE transcript_gaps DROP CONSTRAINT transcript_gaps_{name}" for name in RULES),
)


async def forwards() -> MigrationManager:
    """Hold leases to the database's clock; back again a job says itself how long its lease lasts."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
