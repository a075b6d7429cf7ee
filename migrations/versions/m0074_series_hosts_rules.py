"""A host hands a series over with all its coming meetings, to somebody with an account who has been at one of them.

What has been, and a meeting that goes on, stays with who held it. Invitations go on as the new host's; where the new host
was invited to meetings, they are their host there.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration
from migrations.versions import m0067_replies_rules as replies

ID = "2026-11-28T13:04:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "hosts of series"

HANDING = "hand_over_series(series uuid, place uuid)"
HAND_OVER = f"""
        RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            root uuid := (SELECT s.root_id FROM room_series s WHERE s.id = series AND s.host_id = app_user() AND s.rule <> '');
            heir uuid;
            coming uuid[];
        BEGIN
            SELECT p.user_id INTO heir FROM participants p JOIN rooms r ON r.id = p.room_id
            JOIN room_series o ON o.id = r.series_id JOIN users u ON u.id = p.user_id
            WHERE p.id = place AND o.root_id = root AND u.is_active AND p.user_id <> app_user() AND p.joined_at IS NOT NULL
              AND p.role IN ('host', 'cohost', 'participant') AND p.status IN ('admitted', 'joined', 'left');
            IF heir IS NULL THEN
                RETURN NULL;
            END IF;
            coming := ARRAY(SELECT r.id FROM rooms r JOIN room_series s ON s.id = r.series_id
                WHERE s.root_id = root AND r.host_id = app_user() AND r.status IN ('scheduled', 'waiting'));
            UPDATE participants p SET role = 'cohost' WHERE p.room_id = ANY (coming) AND p.role = 'host';
            UPDATE participants p SET role = 'host'
            WHERE p.room_id = ANY (coming) AND p.user_id = heir AND p.status <> 'removed';
            DELETE FROM participants p WHERE p.room_id = ANY (coming) AND p.user_id = heir AND p.status = 'removed';
            UPDATE room_invitations i SET inviter_id = heir FROM rooms r JOIN room_series s ON s.id = r.series_id
            WHERE i.room_id = r.id AND s.root_id = root AND i.inviter_id = app_user()
              AND (r.id = ANY (coming) OR i.series_of = i.id);
            UPDATE rooms r SET host_id = heir WHERE r.id = ANY (coming);
            UPDATE room_series s SET host_id = heir WHERE s.root_id = root AND s.host_id = app_user();
            INSERT INTO notifications (user_id, type, title, message, data)
            SELECT told.id, 'series_handed_over', s.name, CASE WHEN told.id = heir
                    THEN 'You are the host of this series and its coming meetings now.'
                    ELSE 'You have handed this series over, with its coming meetings.' END,
                jsonb_build_object('series_id', s.id)
            FROM room_series s CROSS JOIN unnest(ARRAY[heir, app_user()]) AS told(id) WHERE s.id = series;
            RETURN heir;
        END $$"""
COPYING = replies.COPYING
COPIED = replies.CHANGED[COPYING].replace(
    "i.invitee_id, i.role, 'invited'",
    "i.invitee_id,\n                CASE WHEN i.invitee_id = (SELECT r.host_id FROM rooms r WHERE r.id = room)"
    " THEN 'host' ELSE i.role END, 'invited'",
)
FORWARDS = (
    f"CREATE FUNCTION {HANDING} {HAND_OVER}",
    "REVOKE EXECUTE ON FUNCTION hand_over_series(uuid, uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION hand_over_series(uuid, uuid) TO parley_web",
    f"CREATE OR REPLACE FUNCTION {COPYING} {COPIED}",
)
BACKWARDS = (
    f"CREATE OR REPLACE FUNCTION {COPYING} {replies.CHANGED[COPYING]}",
    "DROP FUNCTION hand_over_series(uuid, uuid)",
)


async def forwards() -> MigrationManager:
    """Let hosts give series away."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
