"""A host hands a series over with all its coming meetings, to somebody with an account who has been at one of them.

Who was removed from the last meeting at which they were is not offered. The coming meetings are locked as one joins them,
before their places, so that none begins meanwhile. What has been, and a meeting that goes on, stays with who held it. Invitations go on as the new host's; where the new host
was invited to meetings, they are their host there.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0055_invitations_rules as invitations
from migrations.versions import m0067_replies_rules as replies
from migrations.versions import m0070_permanent_rules as permanent

ID = "2026-11-28T13:04:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "hosts of series"

OFFERING = "series_heirs(series uuid)"
OFFERED = f"""
        RETURNS TABLE (place uuid, person uuid, name text, since timestamptz) LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            WITH been AS (
                SELECT p.*, first_value(p.status) OVER (PARTITION BY p.user_id
                    ORDER BY coalesce(r.started_at, r.scheduled_start_time) DESC, p.id) AS last_status
                FROM room_series s JOIN room_series o ON o.root_id = s.root_id JOIN rooms r ON r.series_id = o.id
                JOIN participants p ON p.room_id = r.id
                WHERE s.id = series AND s.host_id = app_user() AND s.rule <> ''
                  AND p.status IN ('admitted', 'joined', 'left', 'removed'))
            SELECT b.id, b.user_id, b.display_name, b.joined_at FROM been b JOIN users u ON u.id = b.user_id
            WHERE u.is_active AND u.id <> app_user() AND b.last_status <> 'removed' AND b.status <> 'removed'
              AND b.joined_at IS NOT NULL AND b.role IN ('host', 'cohost', 'participant');
        END"""
HANDING = "hand_over_series(series uuid, place uuid)"
HAND_OVER = f"""
        RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            root uuid := (SELECT s.root_id FROM room_series s WHERE s.id = series);
            heir uuid := (SELECT h.person FROM series_heirs(series) h WHERE h.place = hand_over_series.place);
            coming uuid[];
        BEGIN
            IF heir IS NULL THEN
                RETURN NULL;
            END IF;
            coming := ARRAY(SELECT r.id FROM rooms r JOIN room_series s ON s.id = r.series_id
                WHERE s.root_id = root AND r.host_id = app_user() AND r.status IN ('scheduled', 'waiting')
                ORDER BY r.id FOR NO KEY UPDATE OF r);
            UPDATE participants p SET role = 'cohost' WHERE p.room_id = ANY (coming) AND p.role = 'host';
            UPDATE participants p SET role = 'host'
            WHERE p.room_id = ANY (coming) AND p.user_id = heir AND p.status <> 'removed';
            DELETE FROM participants p WHERE p.room_id = ANY (coming) AND p.user_id = heir AND p.status = 'removed';
            UPDATE room_invitations i SET inviter_id = heir FROM rooms r JOIN room_series s ON s.id = r.series_id
            WHERE i.room_id = r.id AND s.root_id = root AND i.inviter_id = app_user()
              AND (r.id = ANY (coming) OR i.series_of = i.id);
            UPDATE rooms r SET host_id = heir WHERE r.id = ANY (coming);
            UPDATE room_series s SET host_id = heir WHERE s.root_id = root AND s.host_id = app_user();
            INSERT INTO notifications (user_id, type, title, message, data, action_url)
            SELECT told.id, 'series_handed_over', s.name, CASE WHEN told.id = heir
                    THEN 'You are the host of this series and its coming meetings now.'
                    ELSE 'You have handed this series over, with its coming meetings.' END,
                jsonb_build_object('series_id', s.id),
                (SELECT '/r/' || r.slug FROM rooms r WHERE r.id = ANY (coming) ORDER BY r.scheduled_start_time, r.id LIMIT 1)
            FROM room_series s CROSS JOIN unnest(ARRAY[heir, app_user()]) AS told(id) WHERE s.id = series;
            RETURN heir;
        END $$"""
KEEPING = "invitation_kept(meeting uuid, invitation uuid)"
KEPT = f"""
        RETURNS uuid LANGUAGE sql STABLE {DEFINER}
        RETURN (SELECT i.room_id FROM room_invitations i WHERE i.id = invitation AND meeting IN (SELECT hosted_rooms())
            AND CASE WHEN i.series_of = i.id THEN EXISTS (SELECT FROM rooms k JOIN room_series o ON o.id = k.series_id
                    JOIN room_series s ON s.root_id = o.root_id JOIN rooms r ON r.series_id = s.id
                    WHERE k.id = i.room_id AND r.id = meeting AND s.host_id = app_user())
                ELSE i.room_id = meeting END)"""
"""The meeting where an invitation is kept that one ends from a meeting of one's own: one to all is the series' host's."""
RENEWING = "renew_invitation(room uuid, invitation uuid, version integer, hash text, days integer)"
RENEWED = invitations.FUNCTIONS[RENEWING].replace(
    "room IN (SELECT hosted_rooms())", "invitation_kept(room, invitation) = room"
)
WITHDRAWN = (
    permanent.WITHDRAW.replace(
        "    BEGIN\n        IF room NOT IN (SELECT hosted_rooms()) THEN",
        """    DECLARE
        kept uuid := invitation_kept(room, invitation);
        over boolean := (SELECT r.status IN ('ended', 'archived', 'cancelled') FROM rooms r WHERE r.id = kept);
    BEGIN
        IF kept IS NULL THEN""",
    )
    .replace("room_id = room AND status", "room_id = kept AND status")
    .replace("(kind = 'link' OR NOT", "(kind = 'link' OR over AND series_of = id OR NOT")
    .replace("p.room_id = room AND", "p.room_id = kept AND")
    .replace(
        "i.id = invitation AND p.room_id = room\n",
        "i.id = invitation AND p.room_id = kept\n"
        "          AND NOT (over AND (p.joined_at IS NOT NULL OR p.admitted_at IS NOT NULL))\n",
    )
)
"""What somebody did at a meeting that is over says nothing about the others of its series."""
COPYING = replies.COPYING
COPIED = replies.CHANGED[COPYING].replace(
    "i.invitee_id, i.role, 'invited'",
    "i.invitee_id,\n                CASE WHEN i.invitee_id = (SELECT r.host_id FROM rooms r WHERE r.id = room)"
    " THEN 'host' ELSE i.role END, 'invited'",
)
FORWARDS = (
    f"CREATE FUNCTION {OFFERING} {OFFERED}",
    "REVOKE EXECUTE ON FUNCTION series_heirs(uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION series_heirs(uuid) TO parley_web",
    f"CREATE FUNCTION {HANDING} {HAND_OVER}",
    "REVOKE EXECUTE ON FUNCTION hand_over_series(uuid, uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION hand_over_series(uuid, uuid) TO parley_web",
    f"CREATE FUNCTION {KEEPING} {KEPT}",
    "REVOKE EXECUTE ON FUNCTION invitation_kept(uuid, uuid) FROM PUBLIC",
    f"CREATE OR REPLACE FUNCTION {RENEWING} {RENEWED}",
    WITHDRAWN,
    f"CREATE OR REPLACE FUNCTION {COPYING} {COPIED}",
)
BACKWARDS = (
    f"CREATE OR REPLACE FUNCTION {COPYING} {replies.CHANGED[COPYING]}",
    permanent.WITHDRAW,
    f"CREATE OR REPLACE FUNCTION {RENEWING} {invitations.FUNCTIONS[RENEWING]}",
    "DROP FUNCTION invitation_kept(uuid, uuid)",
    "DROP FUNCTION hand_over_series(uuid, uuid)",
    "DROP FUNCTION series_heirs(uuid)",
)


async def forwards() -> MigrationManager:
    """Let hosts give series away."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
