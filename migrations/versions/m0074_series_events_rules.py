"""Who is invited to single meetings of a series hears of each change of it that changes theirs.

Their event keeps the UID and RECURRENCE-ID under which they were first asked (`event_series`, `event_occurrence`),
wherever the series moves the meeting: one REQUEST moves it, one CANCEL ends it, and no two meetings of one person share
an event. Who is invited to all later has the event of the series instead; one that was known by another name is cancelled
before (`of_event`). Changes, invitations and new meetings of a series follow one another under the lock of `hold_series`.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0056_invitation_mails_rules as mails
from migrations.versions import m0059_series_rules as series
from migrations.versions import m0071_series_leftovers as leftovers

ID = "2026-11-28T13:04:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "mails about single meetings of series"

OPEN, MINE = series.OPEN, series.MINE
TOLD = "EXISTS (SELECT FROM invitation_mails b WHERE b.invitation_id = {0}.id AND b.attempts > 0)"
"""Whether somebody has been sent a mail, or may have been."""
NEW = {
    "hold_series(series uuid)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            PERFORM FROM room_series s
            WHERE s.id = (SELECT o.root_id FROM room_series o WHERE o.id = series) AND {MINE} FOR NO KEY UPDATE;
            PERFORM FROM room_series s WHERE s.id = series AND {MINE} FOR NO KEY UPDATE;
            RETURN FOUND;
        END $$""",
    "name_event()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            SELECT r.series_id, r.occurrence INTO NEW.event_series, NEW.event_occurrence FROM rooms r
            WHERE r.id = NEW.room_id AND r.occurrence IS NOT NULL AND NEW.kind = 'address' AND NEW.series_of IS NULL
              AND NOT EXISTS (SELECT FROM room_invitations o WHERE o.invitee_email_key = NEW.invitee_email_key
                AND o.room_id <> r.id AND o.event_series = r.series_id AND o.event_occurrence = r.occurrence);
            RETURN NEW;
        END $$""",
    "invited_to_event(series uuid, at timestamptz, keys text[])": f"""
        RETURNS TABLE (id uuid, version integer) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT i.id, i.token_version FROM room_invitations i WHERE app_service() = 'maintenance'
              AND i.kind = 'address' AND i.invitee_email_key = ANY (keys) AND i.series_of IS NULL
              AND i.event_series = series AND i.event_occurrence = at
            ORDER BY i.status = 'revoked', i.created_at DESC;
        END""",
    "end_event(invitation uuid)": f"""
        RETURNS void LANGUAGE sql {DEFINER} BEGIN ATOMIC
            INSERT INTO invitation_mails (room_id, invitation_id, kind, sequence, of_event)
            SELECT r.id, i.id, 'cancel', r.calendar_sequence, true FROM room_invitations i JOIN rooms r ON r.id = i.room_id
            WHERE i.id = invitation AND {TOLD.format("i")}
              AND (i.event_series, i.event_occurrence) IS DISTINCT FROM (r.series_id, r.occurrence);
        END""",
}
CALLED_BY = {
    "hold_series(uuid)": "parley_web, parley_worker",
    "name_event()": "",
    "invited_to_event(uuid, timestamptz, text[])": "parley_worker",
    "end_event(uuid)": "",
}
NAMING = (
    "TRIGGER room_invitations_event BEFORE INSERT ON room_invitations FOR EACH ROW"
    " WHEN (NEW.kind = 'address') EXECUTE FUNCTION name_event()"
)
ADOPTING, WIDENING = "adopt_invitations(wholes uuid[], keys text[])", "widen_invitation(invitation uuid)"
DROPPING, COUNTING = "drop_occurrences(series uuid, since timestamptz)", "count_calendar()"
CLAIMING, MAILING = "claim_invitation_mail(lease_s double precision)", "mail_calendar()"
DATING, TELLING = "date_by_invitation(hash text)", "mail_series()"
INVITING = "mail_invitation()"
BEFORE = {
    ADOPTING: leftovers.NEW[ADOPTING],
    WIDENING: leftovers.NEW[WIDENING],
    DROPPING: series.FUNCTIONS[DROPPING],
    CLAIMING: leftovers.CHANGED[CLAIMING],
    MAILING: series.MAIL_CALENDAR,
    TELLING: series.FUNCTIONS[TELLING],
    INVITING: series.MAIL_INVITATION,
}
SUPERSEDED = "UPDATE invitation_mails m SET state = 'dropped', error = 'superseded'"
ALONE = "(i.series_of IS NULL OR mail.of_event)"
HELD = """NOT EXISTS (SELECT FROM invitation_mails c JOIN room_invitations e ON e.id = c.invitation_id
                WHERE c.state = 'waiting' AND c.of_event AND NOT m.of_event AND m.of_series
                  AND (e.id = m.invitation_id OR e.series_of = m.invitation_id))"""
"""A mail about a series waits until its person's events of single meetings are cancelled."""
TO_COME = "(m.attempts = 0 OR m.error IS NOT NULL)"
"""A mail that is being sent may tell what was before the change."""
PARTS = f"""ARRAY(SELECT DISTINCT ON (r.series_id) r.id FROM room_invitations c JOIN rooms r ON r.id = c.room_id
                    WHERE c.series_of = NEW.id AND r.status IN {OPEN} ORDER BY r.series_id, r.occurrence NULLS LAST, r.id)"""
"""A meeting of each part, as changes from a meeting on have cut the series, to which somebody is invited."""
COVERS = """(EXISTS (SELECT FROM invitation_mails w WHERE w.invitation_id = a.id AND w.state = 'sent')
                  OR (NEW.event_series, NEW.event_occurrence) IS DISTINCT FROM (r.series_id, r.occurrence))"""
"""Whether the cancellation of a series, or of an event of another name, takes this event out of the calendar."""
OF_ALL = """(m.of_series
                OR EXISTS (SELECT FROM room_invitations i WHERE i.id = m.invitation_id AND i.series_of IS NOT NULL))"""
CHANGED = {
    ADOPTING: BEFORE[ADOPTING].replace(
        f"            {SUPERSEDED}", f"            PERFORM end_event(t) FROM unnest(adopted) t;\n            {SUPERSEDED}"
    ),
    WIDENING: BEFORE[WIDENING].replace(
        f"            {SUPERSEDED}", f"            PERFORM end_event(invitation);\n            {SUPERSEDED}"
    ),
    DROPPING: BEFORE[DROPPING].replace(
        "series_revision = r.series_revision + 1",
        "series_revision = greatest(r.series_revision, r.calendar_sequence) + 1",
    ),
    CLAIMING: BEFORE[CLAIMING]
    .replace("m.next_attempt_at <= now()\n", f"m.next_attempt_at <= now()\n              AND {HELD}\n")
    .replace("ORDER BY m.next_attempt_at LIMIT", "ORDER BY m.next_attempt_at, m.kind <> 'cancel' LIMIT")
    .replace("'sequence', r.calendar_sequence,", "'sequence', r.calendar_sequence + mail.of_event::int,")
    .replace(
        "'occurrence', r.occurrence,",
        f"""'of_event', mail.of_event,
                    'event_series', CASE WHEN {ALONE} THEN i.event_series ELSE r.series_id END,
                    'occurrence', CASE WHEN {ALONE} THEN i.event_occurrence ELSE r.occurrence END,""",
    ),
    TELLING: BEFORE[TELLING].replace(
        "AND m.state = 'waiting'\n", f"AND m.state = 'waiting' AND NOT m.of_event AND {OF_ALL}\n"
    ).replace(
        "AND m.state = 'waiting' AND r.series_id = NEW.id)",
        f"AND m.state = 'waiting' AND {TO_COME} AND r.series_id = NEW.id)",
    ),
    INVITING: BEFORE[INVITING]
    .replace(
        "= coalesce(NEW.series_of = NEW.id, false);",
        "= coalesce(NEW.series_of = NEW.id, false);\n            about uuid[] := ARRAY[NEW.room_id];",
    )
    .replace(
        "WHERE invitation_id = NEW.id AND state = 'waiting';",
        f"""WHERE invitation_id = NEW.id AND state = 'waiting' AND NOT of_event;
                IF whole THEN
                    about := coalesce(nullif({PARTS}, '{{}}'), about);
                END IF;""",
    )
    .replace(
        "SELECT NEW.room_id, NEW.id, wanted, r.calendar_sequence, whole FROM rooms r WHERE r.id = NEW.room_id",
        "SELECT r.id, NEW.id, wanted, r.calendar_sequence, whole FROM rooms r WHERE r.id = ANY (about)",
    )
    .replace("a.id <> NEW.id AND a.status = 'revoked');", f"a.id <> NEW.id AND a.status = 'revoked' AND {COVERS});"),
    MAILING: f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            alone boolean := NEW.series_revision = OLD.series_revision;
        BEGIN
            IF NOT alone AND (OLD.status = 'cancelled' OR NEW.status <> 'cancelled'
                AND (NEW.name, NEW.scheduled_start_time, NEW.scheduled_minutes, NEW.time_zone) IS NOT DISTINCT FROM
                    (OLD.name, OLD.scheduled_start_time, OLD.scheduled_minutes, OLD.time_zone)) THEN
                RETURN NULL;
            END IF;
            UPDATE invitation_mails m SET state = 'dropped', error = 'superseded' FROM room_invitations i
            WHERE m.room_id = NEW.id AND m.state = 'waiting' AND NOT m.of_series AND NOT m.of_event
              AND (m.kind IN ('update', 'reminder') OR NEW.status = 'cancelled')
              AND i.id = m.invitation_id AND (alone OR i.series_of IS NULL);
            INSERT INTO invitation_mails (room_id, invitation_id, kind, sequence, next_attempt_at)
            SELECT NEW.id, i.id, CASE WHEN NEW.status = 'cancelled' THEN 'cancel' ELSE 'update' END,
                NEW.calendar_sequence, now() + CASE WHEN NEW.status = 'cancelled' THEN interval '0' ELSE {mails.QUIET} END
            FROM room_invitations i WHERE i.room_id = NEW.id AND i.kind = 'address' AND i.{mails.EXPECTED}
              AND (alone OR i.series_of IS NULL AND (NEW.status <> 'cancelled' OR {TOLD.format("i")}))
              AND NOT EXISTS (SELECT FROM invitation_mails m WHERE m.invitation_id = i.id AND m.state = 'waiting'
                AND NOT m.of_event AND {TO_COME});
            RETURN NULL;
        END $$""",
}
DATED_BEFORE = mails.FUNCTIONS[DATING]
DATED = DATED_BEFORE.replace(
    "created_at timestamptz)", "created_at timestamptz, event_series uuid, event_occurrence timestamptz)"
).replace("r.created_at\n", "r.created_at, i.event_series, i.event_occurrence\n")
TOLD_BEFORE = series.CAUSES[1]
CAUSE = mails.CAUSES[1]


def _dated(body: str) -> tuple[str, ...]:
    return (
        "DROP FUNCTION date_by_invitation(text)",
        f"CREATE FUNCTION {DATING} {body}",
        "REVOKE EXECUTE ON FUNCTION date_by_invitation(text) FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION date_by_invitation(text) TO parley_web",
    )


FORWARDS = (
    """UPDATE room_invitations i SET event_series = r.series_id, event_occurrence = r.occurrence FROM rooms r
       WHERE r.id = i.room_id AND r.occurrence IS NOT NULL AND i.kind = 'address' AND i.series_of IS NULL""",
    *(f"CREATE FUNCTION {name} {body}" for name, body in NEW.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in CALLED_BY),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in CALLED_BY.items() if roles),
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in CHANGED.items()),
    *_dated(DATED),
    f"CREATE {NAMING}",
    f"CREATE OR REPLACE {CAUSE}",
)
BACKWARDS = (
    f"CREATE OR REPLACE {TOLD_BEFORE}",
    "DROP TRIGGER room_invitations_event ON room_invitations",
    *_dated(DATED_BEFORE),
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in BEFORE.items()),
    *(f"DROP FUNCTION {name}" for name in reversed(CALLED_BY)),
)


async def forwards() -> MigrationManager:
    """Keep single invitations' events, and tell of their changes."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
