"""When somebody invited gets mail: asked, asked again, when the date changes or falls through, and shortly before it.

Triggers queue a mail in the transaction of its cause. A change waits a minute, so that several become one mail, and
drops the mails about what was before. `claim_invitation_mail()` gives a mail to one sender at a time and reads meeting
and invitation as they are then; `calendar_sequence` rises with each change that calendars have to hear of (RFC 5545,
3.8.7.4).
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions.m0010_policies import ELEVATED, HOSTED
from migrations.versions.m0050_notices_rules import KEPT, MAINTENANCE
from migrations.versions.m0055_invitations_rules import HOLDS

ID = "2026-11-28T01:56:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of mails of invitations"

TABLE = "invitation_mails"
QUIET = "interval '1 minute'"
REMINDED = "interval '1 hour'"
"""Before the meeting begins."""
FRESH = "interval '2 hours'"
"""Who was asked within this time needs no reminder."""
OPEN = "('scheduled', 'waiting', 'live')"
EXPECTED = "status IN ('pending', 'accepted', 'tentative')"
FUNCTIONS = {
    "count_calendar()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            NEW.calendar_sequence := OLD.calendar_sequence;
            IF NEW.type = 'scheduled' AND ((NEW.name, NEW.scheduled_start_time, NEW.scheduled_minutes, NEW.time_zone)
                    IS DISTINCT FROM (OLD.name, OLD.scheduled_start_time, OLD.scheduled_minutes, OLD.time_zone)
                OR (NEW.status = 'cancelled' AND OLD.status <> 'cancelled')) THEN
                NEW.calendar_sequence := OLD.calendar_sequence + 1;
            END IF;
            RETURN NEW;
        END $$""",
    "mail_calendar()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE invitation_mails SET state = 'dropped', error = 'superseded'
            WHERE room_id = NEW.id AND state = 'waiting' AND (kind IN ('update', 'reminder') OR NEW.status = 'cancelled');
            INSERT INTO invitation_mails (room_id, invitation_id, kind, sequence, next_attempt_at)
            SELECT NEW.id, i.id, CASE WHEN NEW.status = 'cancelled' THEN 'cancel' ELSE 'update' END,
                NEW.calendar_sequence, now() + CASE WHEN NEW.status = 'cancelled' THEN interval '0' ELSE {QUIET} END
            FROM room_invitations i WHERE i.room_id = NEW.id AND i.kind = 'address' AND i.{EXPECTED}
              AND NOT EXISTS (SELECT FROM invitation_mails m WHERE m.invitation_id = i.id AND m.state = 'waiting');
            RETURN NULL;
        END $$""",
    "mail_invitation()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            wanted text := 'invitation';
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                UPDATE invitation_mails SET state = 'dropped', error = 'superseded'
                WHERE invitation_id = NEW.id AND state = 'waiting';
                IF NEW.status = 'revoked' THEN
                    wanted := 'cancel';
                END IF;
            END IF;
            INSERT INTO invitation_mails (room_id, invitation_id, kind, sequence)
            SELECT NEW.room_id, NEW.id, wanted, r.calendar_sequence FROM rooms r WHERE r.id = NEW.room_id
              AND (wanted = 'invitation' OR EXISTS (SELECT FROM invitation_mails m
                WHERE m.invitation_id = NEW.id AND m.state = 'sent'));
            RETURN NULL;
        END $$""",
    "queue_reminders()": f"""
        RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            queued bigint;
        BEGIN{MAINTENANCE}
            INSERT INTO invitation_mails (room_id, invitation_id, kind, sequence)
            SELECT r.id, i.id, 'reminder', r.calendar_sequence FROM rooms r JOIN room_invitations i ON i.room_id = r.id
            WHERE r.status IN ('scheduled', 'waiting') AND r.scheduled_start_time BETWEEN now() AND now() + {REMINDED}
              AND i.kind = 'address' AND i.{EXPECTED} AND i.expires_at > now() AND i.created_at < now() - {FRESH}
            ON CONFLICT DO NOTHING;
            GET DIAGNOSTICS queued = ROW_COUNT;
            RETURN queued;
        END $$""",
    "date_by_invitation(hash text)": f"""
        RETURNS TABLE (minutes integer, sequence integer, created_at timestamptz) LANGUAGE sql STABLE {DEFINER}
        BEGIN ATOMIC
            SELECT r.scheduled_minutes, r.calendar_sequence, r.created_at
            FROM room_invitations i JOIN rooms r ON r.id = i.room_id WHERE i.token = hash AND {HOLDS};
        END""",
    "claim_invitation_mail(lease_s double precision)": f"""
        RETURNS jsonb LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            mail invitation_mails;
        BEGIN{MAINTENANCE}
            SELECT m.* INTO mail FROM invitation_mails m WHERE m.state = 'waiting' AND m.next_attempt_at <= now()
            ORDER BY m.next_attempt_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
            IF NOT FOUND THEN
                RETURN NULL;
            END IF;
            UPDATE invitation_mails m SET attempts = m.attempts + 1,
                next_attempt_at = now() + make_interval(secs => lease_s) WHERE m.id = mail.id;
            RETURN (SELECT jsonb_build_object('id', mail.id, 'kind', mail.kind, 'attempts', mail.attempts + 1,
                'why_not', CASE WHEN mail.created_at < now() - {KEPT} THEN 'expired'
                    WHEN mail.kind = 'cancel' THEN NULL
                    WHEN NOT i.{EXPECTED} OR i.expires_at <= now() OR r.status NOT IN {OPEN} THEN 'needless'
                    WHEN mail.kind = 'reminder' AND NOT r.scheduled_start_time > now() THEN 'needless' END,
                'invitation_id', i.id, 'address', i.invitee_email, 'token', i.token, 'token_version', i.token_version,
                'status', i.status, 'role', i.role, 'expires_at', i.expires_at,
                'room_id', r.id, 'slug', r.slug, 'name', r.name, 'host_name', u.name, 'time_zone', r.time_zone,
                'starts', r.scheduled_start_time, 'minutes', r.scheduled_minutes, 'sequence', r.calendar_sequence,
                'created_at', r.created_at)
                FROM room_invitations i JOIN rooms r ON r.id = i.room_id LEFT JOIN users u ON u.id = r.host_id
                WHERE i.id = mail.invitation_id);
        END $$""",
    "finish_invitation_mail(mail uuid, outcome text, why text, again_s double precision)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN{MAINTENANCE}
            UPDATE invitation_mails SET state = outcome, error = why,
                sent_at = CASE WHEN outcome = 'sent' THEN now() END,
                next_attempt_at = CASE WHEN outcome = 'waiting' THEN now() + make_interval(secs => again_s)
                    ELSE next_attempt_at END
            WHERE id = mail AND state = 'waiting';
            RETURN FOUND;
        END $$""",
}
SIGNATURES = {
    "count_calendar()": "",
    "mail_calendar()": "",
    "mail_invitation()": "",
    "date_by_invitation(text)": "parley_web",
    "queue_reminders()": "parley_worker",
    "claim_invitation_mail(double precision)": "parley_worker",
    "finish_invitation_mail(uuid, text, text, double precision)": "parley_worker",
}
CHECKS = {
    "kind_state": "kind IN ('invitation', 'update', 'cancel', 'reminder')",
    "state_state": "state IN ('waiting', 'sent', 'failed', 'dropped')",
    "tried": "attempts >= 0 AND sequence >= 0",
    "sent": "(state = 'sent') = (sent_at IS NOT NULL)",
    "finite": "isfinite(next_attempt_at) AND isfinite(sent_at)",
}
INDEXES = (
    f"UNIQUE INDEX {TABLE}_reminded ON {TABLE} (invitation_id, sequence) WHERE kind = 'reminder'",
    f"INDEX {TABLE}_due ON {TABLE} (next_attempt_at) WHERE state = 'waiting'",
)
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
}
PLANNED = "name, scheduled_start_time, scheduled_minutes, time_zone, status"
CAUSES = (
    f"TRIGGER rooms_calendar BEFORE UPDATE OF {PLANNED}, calendar_sequence ON rooms"
    " FOR EACH ROW EXECUTE FUNCTION count_calendar()",
    f"TRIGGER rooms_mail AFTER UPDATE OF {PLANNED} ON rooms FOR EACH ROW"
    " WHEN (NEW.calendar_sequence > OLD.calendar_sequence) EXECUTE FUNCTION mail_calendar()",
    "TRIGGER room_invitations_mail_new AFTER INSERT ON room_invitations FOR EACH ROW"
    " WHEN (NEW.kind = 'address') EXECUTE FUNCTION mail_invitation()",
    "TRIGGER room_invitations_mail AFTER UPDATE OF token_version, status ON room_invitations FOR EACH ROW"
    " WHEN (NEW.kind = 'address' AND (NEW.token_version > OLD.token_version"
    " OR (NEW.status = 'revoked' AND OLD.status <> 'revoked'))) EXECUTE FUNCTION mail_invitation()",
)
LENGTH = "rooms_planned"
SHOWN = "id, room_id, invitation_id, kind, state, attempts, next_attempt_at, error, sent_at, created_at"
OF_DASHBOARDS = "id, room_id, kind, state, attempts, next_attempt_at, error, sent_at, created_at"
FORWARDS = (
    *(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{name} CHECK ({rule})" for name, rule in CHECKS.items()),
    f"ALTER TABLE rooms ADD CONSTRAINT {LENGTH} CHECK (scheduled_minutes BETWEEN 5 AND 1440 AND calendar_sequence >= 0)"
    " NOT VALID",
    *(f"CREATE {index}" for index in INDEXES),
    *(f"CREATE TRIGGER {TABLE}_{name} {trigger.format(TABLE)}" for name, trigger in TRIGGERS.items()),
    f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY {TABLE}_definer ON {TABLE} TO parley_definer USING (true)",
    f"GRANT SELECT ({SHOWN}) ON {TABLE} TO parley_web",
    f"CREATE POLICY {TABLE}_web_select ON {TABLE} FOR SELECT TO parley_web USING ({HOSTED} OR {ELEVATED})",
    f"GRANT SELECT ({OF_DASHBOARDS}) ON {TABLE} TO parley_readonly",
    f"CREATE POLICY {TABLE}_readonly ON {TABLE} FOR SELECT TO parley_readonly USING (true)",
    "GRANT UPDATE (scheduled_minutes) ON rooms TO parley_web",
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in SIGNATURES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO {roles}" for name, roles in SIGNATURES.items() if roles),
    *(f"CREATE {cause}" for cause in CAUSES),
)
BACKWARDS = (
    *(f"DROP TRIGGER {cause.split()[1]} ON {'rooms' if 'ON rooms' in cause else 'room_invitations'}" for cause in CAUSES),
    *(f"DROP FUNCTION {name}" for name in reversed(SIGNATURES)),
    "REVOKE UPDATE (scheduled_minutes) ON rooms FROM parley_web",
    *(f"DROP POLICY {TABLE}_{name} ON {TABLE}" for name in ("readonly", "web_select", "definer")),
    f"REVOKE ALL ON {TABLE} FROM parley_web, parley_readonly",
    f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
    f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
    *(f"DROP TRIGGER {TABLE}_{name} ON {TABLE}" for name in TRIGGERS),
    *(f"DROP INDEX {index.split(' ON ')[0].split()[-1]}" for index in INDEXES),
    f"ALTER TABLE rooms DROP CONSTRAINT {LENGTH}",
    *(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_{name}" for name in CHECKS),
)


async def forwards() -> MigrationManager:
    """Queue mails with what causes them, and let maintenance send them."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
