"""What the database keeps by itself: times, durations, seats, who may change what of a place, and the search."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-24T01:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "kept by the database"

TABLES = (
    "users rooms participants recordings transcripts meeting_summaries action_items participant_reports sessions"
    " room_invitations notifications transcript_segments attendance chat_messages consents room_leases"
).split()
SEATED = """(p.status = 'joined' OR (p.status = 'admitted'
    AND p.admitted_at > now() - interval '15 minutes'))"""
"""As long as the LiveKit token: who was admitted and did not arrive by then gives the seat up."""
SEATS = f"(SELECT count(*) FROM participants p WHERE p.room_id = {{room}} AND {SEATED})"
SECONDS = """(SELECT coalesce(sum(extract(epoch FROM a.left_at - a.joined_at)), 0)::int
    FROM attendance a WHERE a.participant_id = {place})"""
"""Counted when written, with the row locked, whatever was to be written: what others committed is seen."""
LANGUAGES = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian",
    "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Those PostgreSQL knows to stem; every other is searched by whole words."""
SEARCHED_CHARACTERS = 200_000
"""More than a day of talk. A tsvector holds a megabyte, and a closing transcript must never fail for it."""

PROCESSES = "current_user IN ('parley_web', 'parley_agent', 'parley_worker', 'parley_definer')"
"""In which no time is anybody's to say; the owner brings rows that happened before."""

TIMES = f"""
CREATE OR REPLACE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF {PROCESSES} THEN
            NEW.created_at := OLD.created_at;
        END IF;
        NEW.updated_at := clock_timestamp();
    ELSIF {PROCESSES} THEN
        NEW.created_at := now();
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END $$
"""
TIMES_BEFORE = """
CREATE OR REPLACE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END $$
"""
FUNCTIONS = {
    "room_length()": """
        RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.duration := extract(epoch FROM NEW.ended_at - NEW.started_at)::int;
            RETURN NEW;
        END $$""",
    "lock_room(room uuid)": f"""
        RETURNS TABLE (status varchar, host_id uuid, max_participants int) LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            RETURN QUERY SELECT r.status, r.host_id, r.max_participants FROM rooms r
                WHERE r.id = room FOR NO KEY UPDATE;
        END $$""",
    "hold_room(room uuid)": f"""
        RETURNS varchar LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            found varchar;
        BEGIN
            SELECT r.status INTO found FROM rooms r WHERE r.id = room FOR SHARE;
            RETURN found;
        END $$""",
    "find_seat()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            seats int;
        BEGIN
            SELECT max_participants INTO seats FROM rooms WHERE id = NEW.room_id FOR NO KEY UPDATE;
            IF (SELECT count(*) FROM participants p
                WHERE p.room_id = NEW.room_id AND p.id <> NEW.id AND {SEATED}) >= seats THEN
                RAISE EXCEPTION 'the meeting is full' USING ERRCODE = 'PY001';
            END IF;
            RETURN NEW;
        END $$""",
    "room_seats()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            NEW.current_participants := {SEATS.format(room="NEW.id")};
            RETURN NEW;
        END $$""",
    "count_seats()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            changed uuid[];
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                changed := ARRAY(
                    SELECT unnest(ARRAY[o.room_id, n.room_id]) FROM before o JOIN rows n USING (id)
                    WHERE (o.room_id, o.status, o.admitted_at) IS DISTINCT FROM
                          (n.room_id, n.status, n.admitted_at));
            ELSE
                changed := ARRAY(SELECT room_id FROM rows);
            END IF;
            PERFORM FROM rooms r WHERE r.id = ANY (changed) ORDER BY r.id FOR NO KEY UPDATE;
            UPDATE rooms r SET current_participants = DEFAULT
                WHERE r.id = ANY (changed) AND r.current_participants <> {SEATS.format(room="r.id")};
            RETURN NULL;
        END $$""",
    "stay_length()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            NEW.duration := {SECONDS.format(place="NEW.id")};
            RETURN NEW;
        END $$""",
    "count_stays()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            changed uuid[];
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                changed := ARRAY(SELECT participant_id FROM rows UNION SELECT participant_id FROM before);
            ELSE
                changed := ARRAY(SELECT participant_id FROM rows WHERE left_at IS NOT NULL);
            END IF;
            PERFORM FROM participants p WHERE p.id = ANY (changed) ORDER BY p.id FOR NO KEY UPDATE;
            UPDATE participants p SET duration = DEFAULT
                WHERE p.id = ANY (changed) AND p.duration <> {SECONDS.format(place="p.id")};
            RETURN NULL;
        END $$""",
    "guard_place()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF app_role() <> 'parley_web' OR app_service() <> '' THEN
                RETURN NEW;
            END IF;
            IF OLD.room_id IN (SELECT hosted_rooms()) THEN  -- m0010, before any process may write
                RETURN NEW;
            END IF;
            IF NEW.role IS DISTINCT FROM OLD.role THEN
                RAISE EXCEPTION 'only the host gives roles' USING ERRCODE = 'insufficient_privilege';
            END IF;
            IF NEW.joined_at IS DISTINCT FROM OLD.joined_at THEN
                RAISE EXCEPTION 'who was there is not theirs to say' USING ERRCODE = 'insufficient_privilege';
            END IF;
            IF (NEW.left_at IS DISTINCT FROM OLD.left_at OR (NEW.status IS DISTINCT FROM OLD.status
                    AND (NEW.status <> 'admitted' OR OLD.status = 'removed')))
                AND NOT EXISTS (
                    SELECT FROM participants p WHERE p.room_id = OLD.room_id AND p.user_id = app_user()
                      AND p.role = 'cohost' AND p.status <> 'removed') THEN
                RAISE EXCEPTION 'that is for the host to say' USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NEW;
        END $$""",
    "search_configuration(language text)": (
        " RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE split_part(lower(language), '-', 1)"
        + "".join(f" WHEN '{code}' THEN 'pg_catalog.{name}'::regconfig" for code, name in LANGUAGES.items())
        + " ELSE 'pg_catalog.simple'::regconfig END"
    ),
}
CHANGES = {
    "insert": "NEW TABLE AS rows",
    "update": "OLD TABLE AS before NEW TABLE AS rows",
    "delete": "OLD TABLE AS rows",
}
KEPT = {"count_seats": "participants", "count_stays": "attendance"}
FORWARDS = (
    TIMES,
    *(
        f"CREATE TRIGGER {table}_born BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()"
        for table in TABLES
    ),
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    "CREATE TRIGGER rooms_length BEFORE INSERT OR UPDATE OF started_at, ended_at, duration ON rooms"
    " FOR EACH ROW EXECUTE FUNCTION room_length()",
    "CREATE TRIGGER rooms_seats BEFORE INSERT OR UPDATE OF current_participants ON rooms"
    " FOR EACH ROW EXECUTE FUNCTION room_seats()",
    "CREATE TRIGGER participants_length BEFORE INSERT OR UPDATE OF duration ON participants"
    " FOR EACH ROW EXECUTE FUNCTION stay_length()",
    "CREATE TRIGGER participants_seat BEFORE INSERT OR UPDATE OF status, admitted_at ON participants"
    " FOR EACH ROW WHEN (NEW.status = 'admitted' AND NEW.admitted_at IS NOT NULL)"
    " EXECUTE FUNCTION find_seat()",
    "CREATE TRIGGER participants_guard BEFORE UPDATE ON participants"
    " FOR EACH ROW EXECUTE FUNCTION guard_place()",
    *(
        f"CREATE TRIGGER {table}_{name}_{verb} AFTER {verb} ON {table}"
        f" REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        for name, table in KEPT.items()
        for verb, rows in CHANGES.items()
    ),
    "DROP INDEX transcripts_search",
    "ALTER TABLE transcripts ADD COLUMN search tsvector GENERATED ALWAYS AS ("
    f"to_tsvector(search_configuration(language::text), left(text, {SEARCHED_CHARACTERS}))) STORED",
    "CREATE INDEX transcripts_search ON transcripts USING gin (search)",
)
BACKWARDS = (
    "DROP INDEX transcripts_search",
    "ALTER TABLE transcripts DROP COLUMN search",
    "CREATE INDEX transcripts_search ON transcripts USING gin (to_tsvector('simple', text))",
    *(f"DROP TRIGGER {table}_{name}_{verb} ON {table}" for name, table in KEPT.items() for verb in CHANGES),
    "DROP TRIGGER participants_guard ON participants",
    "DROP TRIGGER participants_seat ON participants",
    "DROP TRIGGER participants_length ON participants",
    "DROP TRIGGER rooms_seats ON rooms",
    "DROP TRIGGER rooms_length ON rooms",
    *(f"DROP FUNCTION {name.split('(')[0]}" for name in FUNCTIONS),
    *(f"DROP TRIGGER {table}_born ON {table}" for table in TABLES),
    TIMES_BEFORE,
)


async def forwards() -> MigrationManager:
    """Add what the database keeps by itself."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
