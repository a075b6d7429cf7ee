"""A meeting of a series that was cancelled alone stays cancelled, and an invitation to one becomes part of one to all.

A change from a meeting on places its rooms by `place_occurrence`, those that were cancelled alone as well, so that the
rule leaves them out; each keeps what the change does not touch. Who was invited to single meetings of a series keeps
these invitations, with their links and answers, as copies of the one to the series (`adopt_invitations`).
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0059_series_rules as series
from migrations.versions import m0067_replies_rules as replies
from migrations.versions import m0070_permanent_rules as permanent

ID = "2026-11-28T13:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "single meetings of series"

OPEN, MINE = series.OPEN, series.MINE
ASKED = "('pending', 'accepted', 'tentative', 'declined')"
PLACED = "place_occurrence(room uuid, series uuid, at timestamptz)"
PLANNING = "series_plan(series uuid)"
PROVING = "invited_by_address(room uuid, series uuid, at timestamptz, keys text[])"
NEW = {
    "place_occurrence(room uuid, series uuid, at timestamptz, begins timestamptz, title text, lasts integer, zone text)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE rooms r SET series_id = s.id, occurrence = at, scheduled_start_time = begins, name = title,
                scheduled_minutes = lasts, time_zone = zone,
                series_revision = greatest(s.sequence, r.series_revision, r.calendar_sequence) + 1
            FROM room_series s WHERE r.id = room AND s.id = series AND s.host_id = app_user()
              AND r.host_id = s.host_id AND r.status IN ('scheduled', 'cancelled') AND r.series_id IS NOT NULL;
            RETURN FOUND;
        END $$""",
    "adopt_invitations(wholes uuid[], keys text[])": f"""
        RETURNS SETOF uuid LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            adopted uuid[];
        BEGIN
            WITH taken AS (
                UPDATE room_invitations a SET series_of = w.id,
                    expires_at = greatest(a.expires_at, now() + interval '366 days'),
                    role = CASE WHEN w.role = 'cohost' THEN w.role ELSE a.role END
                FROM unnest(wholes, keys) AS new(whole, key)
                JOIN room_invitations w ON w.id = new.whole AND w.series_of = w.id
                JOIN rooms first ON first.id = w.room_id JOIN room_series o ON o.id = first.series_id
                JOIN room_series s ON s.root_id = o.root_id AND {MINE} JOIN rooms r ON r.series_id = s.id
                WHERE a.room_id = r.id AND r.status IN {OPEN} AND a.kind = 'address' AND a.series_of IS NULL
                  AND a.invitee_email_key = new.key AND a.status IN {ASKED}
                RETURNING a.id)
            SELECT array_agg(t.id) INTO adopted FROM taken t;
            UPDATE participants p SET role = i.role FROM room_invitations i WHERE i.id = ANY (adopted) AND p.id = i.id
              AND i.role = 'cohost' AND p.role = 'participant' AND p.status = 'invited';
            UPDATE invitation_mails m SET state = 'dropped', error = 'superseded'
            WHERE m.invitation_id = ANY (adopted) AND m.state = 'waiting' AND m.kind IN ('invitation', 'update');
            RETURN QUERY SELECT unnest(adopted);
        END $$""",
    "widen_invitation(invitation uuid)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            UPDATE room_invitations i SET series_of = i.id, expires_at = greatest(i.expires_at, now() + interval '366 days')
            FROM rooms r JOIN room_series s ON s.id = r.series_id
            WHERE i.id = invitation AND r.id = i.room_id AND {MINE} AND r.status IN {OPEN} AND i.kind = 'address'
              AND i.series_of IS NULL AND i.inviter_id = s.host_id AND i.status IN {ASKED};
            IF NOT FOUND THEN
                RETURN false;
            END IF;
            UPDATE invitation_mails m SET state = 'dropped', error = 'superseded' WHERE m.invitation_id = invitation
              AND m.state = 'waiting' AND m.kind IN ('invitation', 'update');
            INSERT INTO invitation_mails (room_id, invitation_id, kind, sequence, of_series)
            SELECT r.id, i.id, 'invitation', r.calendar_sequence, true
            FROM room_invitations i JOIN rooms r ON r.id = i.room_id WHERE i.id = invitation;
            RETURN true;
        END $$""",
}
SIGNATURES = (
    "place_occurrence(uuid, uuid, timestamptz, timestamptz, text, integer, text)",
    "adopt_invitations(uuid[], text[])",
    "widen_invitation(uuid)",
)
ANSWERS = f"""|| jsonb_build_object('answers', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'occurrence', o.occurrence, 'status', c.status) ORDER BY o.occurrence), '[]')
                    FROM room_invitations c JOIN rooms o ON o.id = c.room_id
                    WHERE mail.of_series AND c.series_of = i.id AND o.series_id = r.series_id AND o.occurrence IS NOT NULL
                      AND o.status IN {OPEN} AND c.status <> i.status AND c.status IN {ASKED}),
                    'replied_to',"""
CHANGED = {
    PLANNING: permanent.CHANGED[PLANNING].replace(
        "WHERE r.series_id = s.id),", "WHERE r.series_id = s.id AND r.status <> 'cancelled'),"
    ),
    PROVING: replies.FUNCTIONS[PROVING].replace(
        "OR (i.series_of IS NULL AND r.series_id", "OR (i.series_of IS DISTINCT FROM i.id AND r.series_id"
    ),
    replies.CLAIMING: replies.CHANGED[replies.CLAIMING].replace("|| jsonb_build_object('replied_to',", ANSWERS),
}
BEFORE = {
    PLANNING: permanent.CHANGED[PLANNING],
    PROVING: replies.FUNCTIONS[PROVING],
    replies.CLAIMING: replies.CHANGED[replies.CLAIMING],
}
FORWARDS = (
    "DROP FUNCTION place_occurrence(uuid, uuid, timestamptz)",
    *(f"CREATE FUNCTION {name} {body}" for name, body in NEW.items()),
    *(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC" for name in SIGNATURES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO parley_web" for name in SIGNATURES),
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in CHANGED.items()),
)
BACKWARDS = (
    *(f"CREATE OR REPLACE FUNCTION {name} {body}" for name, body in BEFORE.items()),
    *(f"DROP FUNCTION {name}" for name in SIGNATURES),
    f"CREATE FUNCTION {PLACED} {series.FUNCTIONS[PLACED]}",
    "REVOKE EXECUTE ON FUNCTION place_occurrence(uuid, uuid, timestamptz) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION place_occurrence(uuid, uuid, timestamptz) TO parley_web",
)


async def forwards() -> MigrationManager:
    """Place cancelled meetings, and join invitations."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
