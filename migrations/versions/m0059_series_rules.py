"""Series: each occurrence is a room of its own, and people hear of a series once, not of each of its meetings.

Rooms of a series are made, moved and dropped by functions, which check whose they are. An invitation that is its own
`series_of` is of the whole series: what is sent to its person, and whose token opens the next meeting. The others with
the same `series_of` are its copies, one a room. `series_revision` of a room rises with changes of the whole series,
which its people hear of by the series.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0055_invitations_rules as invitations
from migrations.versions import m0056_invitation_mails_rules as mails
from migrations.versions.m0010_policies import ELEVATED

ID = "2026-11-28T05:01:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of series"

TABLE = "room_series"
OPEN = "('scheduled', 'waiting', 'live')"
HOLDS = invitations.HOLDS
MINE = "(s.host_id = app_user() OR app_service() = 'maintenance')"
MOST_AHEAD = 8
CHECKS = {
    "rule_spelling": "rule ~ '^FREQ=(DAILY|WEEKLY|MONTHLY)(;[A-Z]+=[A-Z0-9,+-]+)*$'",
    "planned": "minutes BETWEEN 5 AND 1440 AND sequence >= 0 AND max_participants BETWEEN 1 AND 500",
    "finite": "isfinite(starts) AND isfinite(last_day) AND isfinite(cancelled_at)",
    "slug_spelling": "slug ~ '^[a-z0-9][a-z0-9-]*$'",
    "name_shown": "name <> ''",
    "settings_object": "jsonb_typeof(settings) = 'object'",
}
SETTLED = """
            IF NEW.series_revision IS DISTINCT FROM OLD.series_revision THEN
                NEW.calendar_sequence := greatest(OLD.calendar_sequence, NEW.series_revision);
            ELSIF NEW.type IN ('scheduled', 'recurring') AND"""
COUNT = mails.FUNCTIONS["count_calendar()"].replace(
    "\n            IF NEW.type = 'scheduled' AND", SETTLED
)
MAIL_CALENDAR = mails.FUNCTIONS["mail_calendar()"].replace(
    "AND state = 'waiting' AND (kind IN", "AND state = 'waiting' AND NOT of_series AND (kind IN"
)
MAIL_INVITATION = f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            wanted text := 'invitation';
            whole boolean := coalesce(NEW.series_of = NEW.id, false);
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                UPDATE invitation_mails SET state = 'dropped', error = 'superseded'
                WHERE invitation_id = NEW.id AND state = 'waiting';
                IF NEW.status = 'revoked' THEN
                    wanted := 'cancel';
                END IF;
            ELSIF NEW.series_of IS NOT NULL AND NOT whole THEN
                RETURN NULL;
            END IF;
            INSERT INTO invitation_mails (room_id, invitation_id, kind, sequence, of_series)
            SELECT NEW.room_id, NEW.id, wanted, r.calendar_sequence, whole FROM rooms r WHERE r.id = NEW.room_id
              AND (wanted = 'invitation' OR EXISTS (SELECT FROM invitation_mails m
                WHERE m.invitation_id IN (NEW.id, NEW.series_of) AND m.state = 'sent'))
              AND NOT EXISTS (SELECT FROM room_invitations a
                WHERE a.id = NEW.series_of AND a.id <> NEW.id AND a.status = 'revoked');
            IF whole AND wanted = 'cancel' THEN
                UPDATE room_invitations i SET status = 'revoked' FROM rooms r WHERE i.series_of = NEW.id AND i.id <> NEW.id
                  AND r.id = i.room_id AND r.status IN {OPEN} AND i.status <> 'revoked';
                DELETE FROM participants p USING room_invitations i WHERE i.series_of = NEW.id AND i.id <> NEW.id
                  AND p.id = i.id AND p.room_id = i.room_id AND p.joined_at IS NULL AND p.admitted_at IS NULL;
            END IF;
            RETURN NULL;
        END $$"""
EVENT = """jsonb_build_object('room_id', r.id, 'occurrence', r.occurrence, 'starts', r.scheduled_start_time,
                    'minutes', r.scheduled_minutes, 'name', r.name, 'time_zone', r.time_zone, 'status', r.status,
                    'sequence', r.calendar_sequence, 'slug', r.slug, 'created_at', r.created_at)"""
FUNCTIONS = {
    "hosted_series()": f"""
        RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 10 {DEFINER} BEGIN ATOMIC
            SELECT root_id FROM room_series WHERE host_id = app_user();
        END""",
    "series_date(series uuid)": f"""
        RETURNS jsonb LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT jsonb_build_object('id', s.id, 'slug', root.slug, 'name', s.name, 'rule', s.rule, 'starts', s.starts,
                'minutes', s.minutes, 'time_zone', s.time_zone, 'last_day', s.last_day, 'sequence', s.sequence,
                'created_at', s.created_at, 'is_cancelled', s.cancelled_at IS NOT NULL, 'host_name', u.name,
                'changed', (SELECT coalesce(jsonb_agg({EVENT} ORDER BY r.occurrence), '[]') FROM rooms r
                    WHERE r.series_id = s.id AND r.occurrence IS NOT NULL AND (r.status = 'cancelled'
                      OR (r.name, r.scheduled_start_time, r.scheduled_minutes, r.time_zone)
                        IS DISTINCT FROM (s.name, r.occurrence, s.minutes, s.time_zone))))
            FROM room_series s LEFT JOIN room_series root ON root.id = s.root_id LEFT JOIN users u ON u.id = s.host_id
            WHERE s.id = series;
        END""",
    "seen_series(ids uuid[])": f"""
        RETURNS SETOF jsonb LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT series_date(s.id) FROM room_series s WHERE s.id = ANY (ids) AND (s.host_id = app_user()
                OR EXISTS (SELECT FROM rooms r WHERE r.series_id = s.id AND r.id IN (SELECT seen_rooms())));
        END""",
    "series_by_invitation(hash text)": f"""
        RETURNS jsonb LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT series_date(r.series_id) FROM room_invitations i JOIN rooms r ON r.id = i.room_id
            WHERE i.token = hash AND i.series_of IS NOT NULL AND {HOLDS};
        END""",
    "next_meeting(link text)": f"""
        RETURNS text LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT r.slug FROM room_series l JOIN room_series s ON s.root_id = l.root_id
            JOIN rooms r ON r.series_id = s.id AND r.status <> 'cancelled' WHERE l.slug = link
            ORDER BY r.status = 'live' DESC, r.status IN {OPEN} DESC,
                CASE WHEN r.status IN {OPEN} THEN r.scheduled_start_time + make_interval(mins => r.scheduled_minutes)
                    < now() END,
                CASE WHEN r.status IN {OPEN} THEN r.scheduled_start_time END,
                r.scheduled_start_time DESC LIMIT 1;
        END""",
    "current_invitation(hash text)": f"""
        RETURNS text LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT coalesce((SELECT c.token FROM room_invitations c JOIN rooms r ON r.id = c.room_id
                WHERE c.series_of = i.id AND r.status IN {OPEN} AND c.status <> 'revoked'
                ORDER BY r.status = 'live' DESC,
                    r.scheduled_start_time + make_interval(mins => r.scheduled_minutes) < now(), r.scheduled_start_time
                LIMIT 1), i.token)
            FROM room_invitations i WHERE i.token = hash AND i.series_of = i.id AND {HOLDS};
        END""",
    "answer_invitation(hash text, answer text)": f"""
        RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            said text;
        BEGIN
            IF answer NOT IN ('accepted', 'declined', 'tentative') THEN
                RETURN NULL;
            END IF;
            UPDATE room_invitations i SET status = answer, answered_at = now()
            FROM rooms r, room_invitations given WHERE given.token = hash AND given.kind = 'address'
              AND (i.id = given.id OR (given.series_of = given.id AND i.series_of = given.id))
              AND {HOLDS} AND r.id = i.room_id AND (r.status IN {OPEN} OR i.id = i.series_of);
            SELECT i.status INTO said FROM room_invitations i JOIN rooms r ON r.id = i.room_id
            WHERE i.token = hash AND i.kind = 'address' AND {HOLDS} AND (r.status IN {OPEN}
              OR EXISTS (SELECT FROM room_invitations c JOIN rooms o ON o.id = c.room_id
                WHERE c.series_of = i.id AND o.status IN {OPEN}));
            RETURN said;
        END $$""",
    "add_occurrence(series uuid, room uuid, at timestamptz, link text)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            INSERT INTO rooms (id, host_id, name, slug, type, status, livekit_room_name, max_participants, settings,
                scheduled_start_time, tags, time_zone, scheduled_minutes, series_id, occurrence, series_revision,
                calendar_sequence)
            SELECT room, s.host_id, s.name, link, 'recurring', 'scheduled', 'parley-' || room, s.max_participants,
                s.settings, at, s.tags, s.time_zone, s.minutes, s.id, at, s.sequence, s.sequence
            FROM room_series s WHERE s.id = series AND {MINE} AND s.cancelled_at IS NULL
            ON CONFLICT (series_id, occurrence) DO NOTHING;
            RETURN FOUND;
        END $$""",
    "series_invited(series uuid)": f"""
        RETURNS TABLE (id uuid, address text) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT i.id, i.invitee_email FROM room_invitations i WHERE i.series_of = i.id AND i.kind = 'address'
              AND i.status IN ('pending', 'accepted', 'tentative', 'declined')
              AND EXISTS (SELECT FROM room_series s JOIN room_series o ON o.root_id = s.root_id
                JOIN rooms r ON r.series_id = o.id
                WHERE s.id = series AND r.id = i.room_id AND i.inviter_id = s.host_id AND {MINE});
        END""",
    "uninvited_rooms(series uuid)": f"""
        RETURNS TABLE (room_id uuid) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT r.id FROM rooms r JOIN room_series s ON s.id = r.series_id WHERE s.id = series AND {MINE}
              AND r.status IN {OPEN} AND EXISTS (SELECT FROM series_invited(series) w
                WHERE NOT EXISTS (SELECT FROM room_invitations c WHERE c.room_id = r.id AND c.series_of = w.id))
            ORDER BY r.scheduled_start_time;
        END""",
    "invite_to_occurrence(room uuid, ids uuid[], wholes uuid[], addresses text[], keys text[], hashes text[])": f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM rooms r JOIN room_series s ON s.id = r.series_id WHERE r.id = room AND {MINE}) THEN
                RETURN;
            END IF;
            UPDATE room_invitations a SET expires_at = greatest(a.expires_at, now() + interval '366 days')
            WHERE a.id = ANY (wholes) AND a.series_of = a.id;
            INSERT INTO room_invitations (id, room_id, inviter_id, invitee_id, invitee_email, invitee_email_key, token,
                status, expires_at, kind, role, max_uses, answered_at, series_of)
            SELECT new.id, room, a.inviter_id, a.invitee_id, new.address, new.key, new.hash, a.status,
                now() + interval '366 days', 'address', a.role, 1, a.answered_at, a.id
            FROM unnest(ids, wholes, addresses, keys, hashes) AS new(id, whole, address, key, hash)
            JOIN room_invitations a ON a.id = new.whole AND a.series_of = a.id
            JOIN rooms first ON first.id = a.room_id JOIN room_series o ON o.id = first.series_id
            JOIN rooms r ON r.id = room JOIN room_series s ON s.id = r.series_id AND s.root_id = o.root_id
            WHERE NOT EXISTS (SELECT FROM room_invitations d WHERE d.room_id = room AND d.series_of = a.id);
            INSERT INTO participants (id, room_id, user_id, role, status, is_invited, display_name, identity)
            SELECT i.id, room, i.invitee_id, i.role, 'invited', true, i.id::text, i.id::text FROM room_invitations i
            WHERE i.id = ANY (ids) AND i.room_id = room AND i.invitee_id IS NOT NULL ON CONFLICT DO NOTHING;
        END $$""",
    "place_occurrence(room uuid, series uuid, at timestamptz)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE rooms r SET series_id = s.id, occurrence = at, scheduled_start_time = at, name = s.name,
                scheduled_minutes = s.minutes, time_zone = s.time_zone,
                series_revision = greatest(s.sequence, r.series_revision, r.calendar_sequence) + 1
            FROM room_series s WHERE r.id = room AND s.id = series AND s.host_id = app_user()
              AND r.host_id = s.host_id AND r.status = 'scheduled' AND r.series_id IS NOT NULL;
            RETURN FOUND;
        END $$""",
    "drop_occurrences(series uuid, since timestamptz)": f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            dropped bigint;
        BEGIN
            UPDATE rooms r SET status = 'cancelled', occurrence = NULL, series_revision = r.series_revision + 1
            FROM room_series s WHERE s.id = series AND s.host_id = app_user() AND r.series_id = s.id
              AND r.status IN ('scheduled', 'waiting') AND (r.occurrence >= since OR r.occurrence IS NULL);
            GET DIAGNOSTICS dropped = ROW_COUNT;
            RETURN dropped;
        END $$""",
    "release_occurrences(series uuid, since timestamptz)": f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE rooms r SET occurrence = NULL FROM room_series s WHERE s.id = series AND s.host_id = app_user()
              AND r.series_id = s.id AND r.occurrence >= since AND r.status IN ('scheduled', 'cancelled');
        END $$""",
    "due_series()": f"""
        RETURNS TABLE (id uuid) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT s.id FROM room_series s WHERE app_service() = 'maintenance' AND s.cancelled_at IS NULL
              AND (s.last_day IS NULL OR s.last_day >= (now() AT TIME ZONE s.time_zone)::date)
              AND (SELECT count(*) FROM rooms r WHERE r.series_id = s.id AND r.status IN {OPEN}
                AND r.occurrence > now()) < {MOST_AHEAD};
        END""",
    "series_plan(series uuid)": f"""
        RETURNS TABLE (rule text, starts timestamptz, time_zone text, last_day date, latest timestamptz, ahead bigint)
        LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT s.rule, s.starts, s.time_zone, s.last_day,
                (SELECT max(r.occurrence) FROM rooms r WHERE r.series_id = s.id),
                (SELECT count(*) FROM rooms r WHERE r.series_id = s.id AND r.status IN {OPEN} AND r.occurrence > now())
            FROM room_series s WHERE s.id = series AND {MINE} AND s.cancelled_at IS NULL;
        END""",
    "mail_series()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            shown uuid := (SELECT r.id FROM rooms r WHERE r.series_id = NEW.id
                ORDER BY r.occurrence NULLS LAST, r.id LIMIT 1);
        BEGIN
            UPDATE invitation_mails m SET state = 'dropped', error = 'superseded' FROM rooms r
            WHERE r.id = m.room_id AND r.series_id = NEW.id AND m.state = 'waiting'
              AND (m.kind IN ('update', 'reminder') OR NEW.cancelled_at IS NOT NULL);
            INSERT INTO invitation_mails (room_id, invitation_id, kind, sequence, next_attempt_at, of_series)
            SELECT shown, i.id, CASE WHEN NEW.cancelled_at IS NULL THEN 'update' ELSE 'cancel' END, NEW.sequence,
                now() + CASE WHEN NEW.cancelled_at IS NULL THEN {mails.QUIET} ELSE interval '0' END, true
            FROM room_invitations i WHERE i.series_of = i.id AND i.kind = 'address' AND i.{mails.EXPECTED}
              AND EXISTS (SELECT FROM room_invitations c JOIN rooms r ON r.id = c.room_id
                WHERE c.series_of = i.id AND r.series_id = NEW.id)
              AND NOT EXISTS (SELECT FROM invitation_mails m JOIN rooms r ON r.id = m.room_id
                WHERE m.invitation_id = i.id AND m.of_series AND m.state = 'waiting' AND r.series_id = NEW.id);
            RETURN NULL;
        END $$""",
}
CLAIM = (
    mails.FUNCTIONS["claim_invitation_mail(lease_s double precision)"]
    .replace("i.expires_at <= now() OR r.status NOT IN", "i.expires_at <= now() OR NOT mail.of_series AND r.status NOT IN")
    .replace(
        "                FROM room_invitations i JOIN rooms r ON r.id = i.room_id LEFT JOIN",
        "                || jsonb_build_object('of_series', mail.of_series, 'occurrence', r.occurrence,"
        " 'series', series_date(r.series_id))\n"
        "                FROM room_invitations i JOIN rooms r ON r.id = mail.room_id LEFT JOIN",
    )
)
CHANGED = {
    "count_calendar()": COUNT,
    "mail_calendar()": MAIL_CALENDAR,
    "mail_invitation()": MAIL_INVITATION,
    "claim_invitation_mail(lease_s double precision)": CLAIM,
    "answer_invitation(hash text, answer text)": FUNCTIONS.pop("answer_invitation(hash text, answer text)"),
}
BEFORE = {**mails.FUNCTIONS, **invitations.FUNCTIONS}
SIGNATURES = {
    "hosted_series()": "parley_web",
    "series_date(uuid)": "",
    "seen_series(uuid[])": "parley_web",
    "series_by_invitation(text)": "parley_web",
    "next_meeting(text)": "parley_web",
    "current_invitation(text)": "parley_web",
    "add_occurrence(uuid, uuid, timestamptz, text)": "parley_web, parley_worker",
    "series_invited(uuid)": "parley_web, parley_worker",
    "uninvited_rooms(uuid)": "parley_web, parley_worker",
    "invite_to_occurrence(uuid, uuid[], uuid[], text[], text[], text[])": "parley_web, parley_worker",
    "place_occurrence(uuid, uuid, timestamptz)": "parley_web",
    "drop_occurrences(uuid, timestamptz)": "parley_web",
    "release_occurrences(uuid, timestamptz)": "parley_web",
    "due_series()": "parley_worker",
    "series_plan(uuid)": "parley_web, parley_worker",
    "mail_series()": "",
}
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "mail": "AFTER UPDATE OF sequence ON {} FOR EACH ROW WHEN (NEW.sequence > OLD.sequence)"
    " EXECUTE FUNCTION mail_series()",
}
CAUSES = (
    f"TRIGGER rooms_calendar BEFORE UPDATE OF {mails.PLANNED}, calendar_sequence, series_revision ON rooms"
    " FOR EACH ROW EXECUTE FUNCTION count_calendar()",
    f"TRIGGER rooms_mail AFTER UPDATE OF {mails.PLANNED} ON rooms FOR EACH ROW"
    " WHEN (NEW.calendar_sequence > OLD.calendar_sequence AND NEW.series_revision = OLD.series_revision)"
    " EXECUTE FUNCTION mail_calendar()",
)
WRITTEN = "name, rule, last_day, starts, minutes, time_zone, sequence, cancelled_at"
FORWARDS = (
    *(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{name} CHECK ({rule})" for name, rule in CHECKS.items()),
    "CREATE UNIQUE INDEX rooms_occurrence ON rooms (series_id, occurrence)",
    "CREATE INDEX room_invitations_series_of ON room_invitations (series_of)",
    f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY {TABLE}_definer ON {TABLE} TO parley_definer USING (true)",
    f"GRANT SELECT, INSERT ON {TABLE} TO parley_web",
    f"GRANT UPDATE ({WRITTEN}) ON {TABLE} TO parley_web",
    f"CREATE POLICY {TABLE}_web_select ON {TABLE} FOR SELECT TO parley_web USING (host_id = app_user() OR {ELEVATED})",
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    f"CREATE POLICY {TABLE}_web_insert ON {TABLE} FOR INSERT TO parley_web WITH CHECK (host_id = app_user()"
    " AND (root_id = id OR root_id IN (SELECT hosted_series())))",
    f"CREATE POLICY {TABLE}_web_update ON {TABLE} FOR UPDATE TO parley_web USING (host_id = app_user())",
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in CHANGED.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in SIGNATURES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in SIGNATURES.items() if roles),
    *(f"CREATE TRIGGER {TABLE}_{name} {trigger.format(TABLE)}" for name, trigger in TRIGGERS.items()),
    *(f"CREATE OR REPLACE {cause}" for cause in CAUSES),
)
BACKWARDS = (
    *(f"CREATE OR REPLACE {cause}" for cause in mails.CAUSES[:2]),
    *(f"DROP TRIGGER {TABLE}_{name} ON {TABLE}" for name in TRIGGERS),
    *(f"CREATE OR REPLACE FUNCTION {name} {BEFORE[name]}" for name in CHANGED),
    *(f"DROP POLICY {TABLE}_{name} ON {TABLE}" for name in ("web_update", "web_insert", "web_select", "definer")),
    *(f"DROP FUNCTION {name}" for name in reversed(SIGNATURES)),
    f"REVOKE ALL ON {TABLE} FROM parley_web",
    f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
    "DROP INDEX room_invitations_series_of",
    "DROP INDEX rooms_occurrence",
    *(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_{name}" for name in CHECKS),
)


async def forwards() -> MigrationManager:
    """Let hosts make and change series, and let maintenance go on with them."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
