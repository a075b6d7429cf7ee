"""Who asks polls, who votes, and what nobody is told.

Hosts and co-hosts ask and close them while the meeting is open. Votes are cast and counted by functions alone: no process
may read who chose what. Of an anonymous poll there is nothing to read: a row says that somebody took part, without a
choice, and the poll's own counts say how often each option was chosen. So such a vote cannot be changed.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import ELEVATED, MODERATED, OPEN_TO_ME, READABLE

ID = "2026-11-28T01:57:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of polls"

MOST_OPTIONS = 20
CHECKS = {
    "polls": {
        "question_length": "char_length(question) BETWEEN 1 AND 300",
        "options_count": f"cardinality(options) BETWEEN 2 AND {MOST_OPTIONS} AND array_ndims(options) = 1",
        "options_length": "array_position(options, NULL) IS NULL AND char_length(array_to_string(options, '')) <= 4000",
        "kind_state": "kind IN ('single', 'multiple')",
        "results_state": "results IN ('live', 'closed')",
        "counted": "cardinality(counts) IN (0, cardinality(options)) AND (is_anonymous OR cardinality(counts) = 0)"
        " AND 0 <= ALL (counts)",
        "finite": "isfinite(closed_at)",
    },
    "poll_votes": {"choice_of_options": f"choice >= 0 AND choice < {MOST_OPTIONS}"},
}
OF_POLL = (
    "ALTER TABLE poll_votes ADD CONSTRAINT poll_votes_poll_id_same_room FOREIGN KEY (poll_id, room_id)"
    " REFERENCES polls (id, room_id) ON DELETE CASCADE"
)
SAME_ROOM = (
    "ALTER TABLE {0} ADD CONSTRAINT {0}_participant_id_same_room FOREIGN KEY (participant_id, room_id)"
    " REFERENCES participants (id, room_id) ON DELETE SET NULL (participant_id)"
)
OVER = "(SELECT r.status FROM rooms r WHERE r.id = p.room_id) IN ('ended', 'archived')"
SHOWN = f"(p.results = 'live' OR p.closed_at IS NOT NULL OR {OVER})"
FUNCTIONS = {
    "cast_vote(poll uuid, chosen int[])": f"""
        RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            asked polls;
            voter uuid;
            picked int[] := ARRAY(SELECT DISTINCT c FROM unnest(chosen) AS c ORDER BY c);
        BEGIN
            SELECT * INTO asked FROM polls p WHERE p.id = poll FOR NO KEY UPDATE;
            SELECT p.id INTO voter FROM participants p WHERE p.room_id = asked.room_id AND p.status = 'joined'
                AND (p.user_id = app_user() OR p.id = app_participant());
            IF voter IS NULL THEN
                RETURN 'absent';
            ELSIF asked.closed_at IS NOT NULL OR NOT EXISTS (SELECT FROM rooms r WHERE r.id = asked.room_id
                    AND r.status IN ('scheduled', 'waiting', 'live')) THEN
                RETURN 'closed';
            ELSIF NOT picked <@ ARRAY(SELECT generate_series(0, cardinality(asked.options) - 1)) THEN
                RETURN 'unknown';
            ELSIF asked.kind = 'single' AND cardinality(picked) > 1 THEN
                RETURN 'several';
            ELSIF asked.is_anonymous AND picked = '{{}}' THEN
                RETURN 'nothing';
            ELSIF asked.is_anonymous THEN
                INSERT INTO poll_votes (poll_id, room_id, participant_id) VALUES (poll, asked.room_id, voter)
                ON CONFLICT DO NOTHING;
                IF NOT FOUND THEN
                    RETURN 'counted';
                END IF;
                UPDATE polls p SET counts = ARRAY(
                    SELECT coalesce(p.counts[n + 1], 0) + (n = ANY (picked))::int
                    FROM generate_series(0, cardinality(p.options) - 1) AS n ORDER BY n) WHERE p.id = poll;
            ELSE
                DELETE FROM poll_votes v WHERE v.poll_id = poll AND v.participant_id = voter
                    AND v.choice <> ALL (picked);
                INSERT INTO poll_votes (poll_id, room_id, participant_id, choice)
                SELECT poll, asked.room_id, voter, c FROM unnest(picked) AS c ON CONFLICT DO NOTHING;
            END IF;
            RETURN 'cast';
        END $$""",
    "poll_turnouts(room uuid)": f"""
        RETURNS TABLE (poll_id uuid, voters bigint, has_voted boolean, mine int[]) LANGUAGE sql STABLE {DEFINER}
        BEGIN ATOMIC
            WITH me AS (
                SELECT p.id FROM participants p
                WHERE p.room_id = room AND (p.user_id = app_user() OR p.id = app_participant())
            ), ballots AS (
                SELECT v.poll_id, coalesce(v.participant_id, v.id) AS voter, v.choice,
                       coalesce(v.participant_id IN (SELECT me.id FROM me), false) AS is_mine
                FROM poll_votes v WHERE v.room_id = room
            )
            SELECT b.poll_id, count(DISTINCT b.voter), bool_or(b.is_mine),
                   coalesce(array_agg(b.choice ORDER BY b.choice) FILTER (WHERE b.is_mine AND b.choice IS NOT NULL), '{{}}')
            FROM ballots b WHERE room IN (SELECT readable_rooms()) GROUP BY b.poll_id;
        END""",
    "poll_tallies(room uuid)": f"""
        RETURNS TABLE (poll_id uuid, choice int, votes bigint, voters uuid[]) LANGUAGE sql STABLE {DEFINER}
        BEGIN ATOMIC
            SELECT p.id, n, CASE WHEN p.is_anonymous THEN coalesce(p.counts[n + 1], 0)
                                 ELSE (SELECT count(*) FROM poll_votes v WHERE v.poll_id = p.id AND v.choice = n) END,
                   ARRAY(SELECT v.participant_id FROM poll_votes v WHERE v.poll_id = p.id AND v.choice = n
                         AND v.participant_id IS NOT NULL ORDER BY v.created_at, v.id)
            FROM polls p CROSS JOIN LATERAL generate_series(0, cardinality(p.options) - 1) AS n
            WHERE p.room_id = room AND room IN (SELECT readable_rooms()) AND {SHOWN};
        END""",
    "expire_polls()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            DELETE FROM polls p WHERE p.room_id = OLD.room_id;
            RETURN NULL;
        END $$""",
}
"""`poll_tallies` leaves out polls whose results are shown only after they are closed. Polls go with the minutes."""
CALLED_BY = {
    "cast_vote(uuid, int[])": "parley_web",
    "poll_turnouts(uuid)": "parley_web",
    "poll_tallies(uuid)": "parley_web",
    "expire_polls()": "",
}
TRIGGERS = {
    **{
        (table, name): f"BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for table in CHECKS
        for name, verb in (("born", "INSERT"), ("touch", "UPDATE"))
    },
    ("polls", "audit"): "AFTER INSERT OR DELETE OR UPDATE OF closed_at ON polls"
    " FOR EACH ROW EXECUTE FUNCTION audit_row()",
    ("meeting_summaries", "polls"): "AFTER DELETE ON meeting_summaries"
    " FOR EACH ROW EXECUTE FUNCTION expire_polls()",
}
POLICIES = {
    "select": f"USING ({READABLE} OR {ELEVATED})",
    "insert": f"WITH CHECK ({MODERATED} AND {OPEN_TO_ME})",
    "update": f"USING ({MODERATED} AND {OPEN_TO_ME} AND closed_at IS NULL) WITH CHECK ({MODERATED})",
    "delete": f"USING ({MODERATED} AND {OPEN_TO_ME})",
}
SHOWN_COLUMNS = (
    "id, room_id, participant_id, name, question, options, kind, is_anonymous, results, closed_at, created_at"
)
ASKED_COLUMNS = "id, room_id, participant_id, name, question, options, kind, is_anonymous, results"
FORWARDS = (
    "CREATE UNIQUE INDEX polls_of_room ON polls (id, room_id)",
    OF_POLL,
    *(SAME_ROOM.format(table) for table in CHECKS),
    *(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} CHECK ({rule})"
        for table, rules in CHECKS.items()
        for name, rule in rules.items()
    ),
    "CREATE INDEX polls_order ON polls (room_id, created_at, id)",
    "CREATE UNIQUE INDEX poll_votes_once ON poll_votes (poll_id, participant_id, choice)",
    "CREATE UNIQUE INDEX poll_votes_once_anonymous ON poll_votes (poll_id, participant_id) WHERE choice IS NULL",
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    *(f"CREATE TRIGGER {table}_{name} {trigger}" for (table, name), trigger in TRIGGERS.items()),
    *(
        statement
        for table in CHECKS
        for statement in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_definer ON {table} TO parley_definer USING (true)",
        )
    ),
    f"GRANT SELECT ({SHOWN_COLUMNS}), INSERT ({ASKED_COLUMNS}), UPDATE (closed_at), DELETE ON polls TO parley_web",
    *(f"CREATE POLICY polls_web_{verb} ON polls FOR {verb} TO parley_web {rows}" for verb, rows in POLICIES.items()),
)
BACKWARDS = (
    *(f"DROP POLICY polls_web_{verb} ON polls" for verb in POLICIES),
    "REVOKE ALL ON polls FROM parley_web",
    *(
        statement
        for table in CHECKS
        for statement in (
            f"DROP POLICY {table}_definer ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        )
    ),
    *(f"DROP TRIGGER {table}_{name} ON {table}" for table, name in TRIGGERS),
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
    "DROP INDEX poll_votes_once_anonymous",
    "DROP INDEX poll_votes_once",
    "DROP INDEX polls_order",
    *(
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}"
        for table, rules in CHECKS.items()
        for name in (*rules, "participant_id_same_room")
    ),
    "ALTER TABLE poll_votes DROP CONSTRAINT poll_votes_poll_id_same_room",
    "DROP INDEX polls_of_room",
)


async def forwards() -> MigrationManager:
    """Open the tables."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
