"""An answer of a calendar program is taken by a function, which judges it under the lock of its invitation.

A reply answers a meeting, a series, or one meeting of a series (`at`). Of two to the same the one with the higher
SEQUENCE, then the later DTSTAMP holds, however they arrive (RFC 5546, 2.1.5); one to the whole series leaves meetings
as they are that were answered alone since. An answer by the link is outdone by what was stated after it. What is
answered beyond the meetings that have their rooms is kept until they have (`invite_to_occurrence`).
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0059_series_rules as series

ID = "2026-11-28T09:02:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of calendar replies"

REPLIES, MAILBOXES = "invitation_replies", "reply_mailboxes"
OPEN, HOLDS = series.OPEN, series.HOLDS
MAINTENANCE = """
            IF app_service() <> 'maintenance' THEN
                RAISE EXCEPTION 'only maintenance takes replies' USING ERRCODE = 'insufficient_privilege';
            END IF;"""
IS_CHANGED = """(r.name, r.scheduled_start_time, r.scheduled_minutes, r.time_zone)
                    IS DISTINCT FROM (s.name, r.occurrence, s.minutes, s.time_zone)"""
STATED_SINCE = f"""(coalesce(i.answered_at > stated, false) AND NOT EXISTS (SELECT FROM {REPLIES} p
                WHERE p.invitation_id = given.id AND p.taken_at = i.answered_at))"""
"""Answered by the link or by coming in, after the reply was stated; `now()` of a reply is both its times."""
FUNCTIONS = {
    "reply_cursor(box text, validity bigint)": f"""
        RETURNS bigint LANGUAGE plpgsql STABLE {DEFINER} AS $$
        BEGIN{MAINTENANCE}
            RETURN (SELECT m.last_uid FROM {MAILBOXES} m WHERE m.mailbox = box AND m.uid_validity = validity);
        END $$""",
    "advance_replies(box text, validity bigint, uid bigint)": f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN{MAINTENANCE}
            INSERT INTO {MAILBOXES} AS m (mailbox, uid_validity, last_uid) VALUES (box, validity, uid)
            ON CONFLICT (mailbox) DO UPDATE SET uid_validity = validity,
                last_uid = CASE WHEN m.uid_validity = validity THEN greatest(m.last_uid, uid) ELSE uid END;
        END $$""",
    "invited_by_address(room uuid, series uuid, at timestamptz, keys text[])": f"""
        RETURNS TABLE (id uuid, version integer) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT i.id, i.token_version FROM room_invitations i JOIN rooms r ON r.id = i.room_id
            WHERE app_service() = 'maintenance' AND i.kind = 'address' AND i.invitee_email_key = ANY (keys)
              AND ((series IS NULL AND i.room_id = room AND (i.series_of IS NULL OR i.series_of = i.id))
                OR (i.series_of = i.id AND r.series_id IN (SELECT o.id FROM room_series o
                    JOIN room_series s ON s.root_id = o.root_id WHERE s.id = series))
                OR (i.series_of IS NULL AND r.series_id = series AND r.occurrence = at))
            ORDER BY i.status = 'revoked', i.created_at DESC;
        END""",
    "take_reply(invitation uuid, series uuid, at timestamptz, answer text, counted integer, stated timestamptz)": f"""
        RETURNS TABLE (outcome text, room_id uuid) LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            given room_invitations;
            known {REPLIES};
            needed integer;
            is_there boolean := true;
        BEGIN{MAINTENANCE}
            SELECT i.* INTO given FROM room_invitations i WHERE i.id = invitation AND {HOLDS} FOR NO KEY UPDATE;
            IF given.id IS NULL OR answer NOT IN ('accepted', 'declined', 'tentative') THEN
                RETURN QUERY SELECT 'closed', given.room_id; RETURN;
            END IF;
            IF series IS NULL THEN
                SELECT r.calendar_sequence INTO needed FROM rooms r WHERE r.id = given.room_id AND r.status IN {OPEN};
            ELSE
                SELECT s.sequence INTO needed FROM room_series s WHERE s.id = series AND s.cancelled_at IS NULL;
                is_there := at IS NULL OR EXISTS (SELECT FROM rooms r WHERE r.series_id = series AND r.occurrence = at);
                IF at IS NOT NULL AND is_there THEN
                    SELECT CASE WHEN {IS_CHANGED} THEN greatest(s.sequence, r.calendar_sequence) ELSE s.sequence END
                    INTO needed FROM rooms r JOIN room_series s ON s.id = r.series_id
                    WHERE s.id = series AND r.occurrence = at AND r.status IN {OPEN};
                END IF;
            END IF;
            IF needed IS NULL OR (at < now() AND NOT is_there) THEN
                RETURN QUERY SELECT 'closed', given.room_id; RETURN;
            ELSIF counted < needed THEN
                RETURN QUERY SELECT 'outdated', given.room_id; RETURN;
            END IF;
            SELECT p.* INTO known FROM {REPLIES} p WHERE p.invitation_id = given.id
              AND p.series_id IS NOT DISTINCT FROM series AND p.occurrence IS NOT DISTINCT FROM at;
            IF (known.sequence, known.stated_at) = (counted, stated) THEN
                RETURN QUERY SELECT 'repeated', given.room_id; RETURN;
            ELSIF (known.sequence, known.stated_at) > (counted, stated) OR (at IS NOT NULL AND EXISTS (
                SELECT FROM {REPLIES} p WHERE p.invitation_id = given.id AND p.series_id = series
                  AND p.occurrence IS NULL AND p.stated_at > stated)) THEN
                RETURN QUERY SELECT 'older', given.room_id; RETURN;
            END IF;
            UPDATE room_invitations i SET status = answer, answered_at = now() FROM rooms r
            WHERE r.id = i.room_id AND {HOLDS} AND NOT {STATED_SINCE}
              AND CASE
                WHEN series IS NULL THEN i.id = given.id AND r.status IN {OPEN}
                WHEN at IS NOT NULL THEN (i.id = given.id OR i.series_of = given.id) AND r.series_id = series
                  AND r.occurrence = at AND r.status IN {OPEN}
                ELSE (i.id = given.id AND (r.series_id = series OR NOT EXISTS (SELECT FROM room_series n
                        JOIN room_series s ON s.root_id = n.root_id WHERE s.id = series AND n.created_at > s.created_at)))
                  OR (i.series_of = given.id AND r.series_id = series AND r.status IN {OPEN}
                    AND NOT EXISTS (SELECT FROM {REPLIES} p WHERE p.invitation_id = given.id AND p.series_id = series
                      AND p.occurrence = r.occurrence AND p.stated_at > stated))
                END;
            IF NOT FOUND AND is_there THEN
                RETURN QUERY SELECT 'older', given.room_id; RETURN;
            END IF;
            DELETE FROM {REPLIES} p WHERE p.invitation_id = given.id AND p.series_id = series AND at IS NULL
              AND p.occurrence IS NOT NULL AND p.stated_at <= stated;
            INSERT INTO {REPLIES} AS p (invitation_id, series_id, occurrence, answer, sequence, stated_at, taken_at)
            VALUES (given.id, series, at, answer, counted, stated, now())
            ON CONFLICT (invitation_id, series_id, occurrence) DO UPDATE SET answer = excluded.answer,
                sequence = excluded.sequence, stated_at = excluded.stated_at, taken_at = excluded.taken_at;
            RETURN QUERY SELECT 'taken', given.room_id; RETURN;
        END $$""",
}
COPYING = "invite_to_occurrence(room uuid, ids uuid[], wholes uuid[], addresses text[], keys text[], hashes text[])"
COPIED = series.FUNCTIONS[COPYING]
COPIED_ONCE = "WHERE NOT EXISTS (SELECT FROM room_invitations d"
CLAIMING = "claim_invitation_mail(lease_s double precision)"
CHANGED = {
    COPYING: COPIED.replace("new.hash, a.status,", "new.hash, coalesce(p.answer, a.status),")
    .replace("1, a.answered_at, a.id", "1, coalesce(p.taken_at, a.answered_at), a.id")
    .replace(COPIED_ONCE, f"LEFT JOIN {REPLIES} p ON p.invitation_id = a.id AND p.series_id = r.series_id"
             f" AND p.occurrence = r.occurrence\n            {COPIED_ONCE}"),
    CLAIMING: series.CLAIM.replace(
        "|| jsonb_build_object('of_series', mail.of_series,",
        "|| jsonb_build_object('replied_to', coalesce(w.id, i.id), 'reply_version',"
        " coalesce(w.token_version, i.token_version), 'of_series', mail.of_series,",
    ).replace(
        "FROM room_invitations i JOIN rooms r ON r.id = mail.room_id LEFT JOIN",
        "FROM room_invitations i JOIN rooms r ON r.id = mail.room_id\n"
        "                LEFT JOIN room_invitations w ON w.id = i.series_of LEFT JOIN",
    ),
}
BEFORE = {COPYING: COPIED, CLAIMING: series.CLAIM}
SIGNATURES = (
    "reply_cursor(text, bigint)",
    "advance_replies(text, bigint, bigint)",
    "invited_by_address(uuid, uuid, timestamptz, text[])",
    "take_reply(uuid, uuid, timestamptz, text, integer, timestamptz)",
)
CHECKS = {
    REPLIES: {
        "answer_state": "answer IN ('accepted', 'declined', 'tentative')",
        "counted": "sequence >= 0 AND (occurrence IS NULL OR series_id IS NOT NULL)",
        "finite": "isfinite(occurrence) AND isfinite(stated_at) AND isfinite(taken_at)",
    },
    MAILBOXES: {"read": "uid_validity >= 0 AND last_uid >= 0 AND mailbox <> ''"},
}
TRIGGERS = {
    "born": "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
    "touch": "BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
}
ONCE = f"{REPLIES}_once"
FORWARDS = (
    *(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} CHECK ({rule})"
        for table, checks in CHECKS.items()
        for name, rule in checks.items()
    ),
    f"CREATE UNIQUE INDEX {ONCE} ON {REPLIES} (invitation_id, series_id, occurrence) NULLS NOT DISTINCT",
    *(
        f"CREATE TRIGGER {table}_{name} {trigger.format(table)}"
        for table in CHECKS
        for name, trigger in TRIGGERS.items()
    ),
    *(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in CHECKS),
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in CHECKS),
    *(f"CREATE POLICY {table}_definer ON {table} TO parley_definer USING (true)" for table in CHECKS),
    *(f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()),
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in CHANGED.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in SIGNATURES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO parley_worker" for name in SIGNATURES),
)
BACKWARDS = (
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in BEFORE.items()),
    *(f"DROP FUNCTION {name}" for name in reversed(SIGNATURES)),
    *(f"DROP POLICY {table}_definer ON {table}" for table in CHECKS),
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in CHECKS),
    *(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in CHECKS),
    *(f"DROP TRIGGER {table}_{name} ON {table}" for table in CHECKS for name in TRIGGERS),
    f"DROP INDEX {ONCE}",
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for table, checks in CHECKS.items() for name in checks),
)


async def forwards() -> MigrationManager:
    """Let maintenance take replies."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
