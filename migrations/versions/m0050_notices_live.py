"""Pages learn at once that a notification came or was read: PostgreSQL rings, and says only whose.

A trigger rings for every writer, in the transaction, so that nobody rings for what is rolled back. A time zone that
this PostgreSQL does not know is not kept.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-27T21:50:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "live notifications"

CHANNEL = "parley_notifications"
FORWARDS = (
    f"""CREATE FUNCTION ring_person() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF NEW.in_app THEN
                PERFORM pg_notify('{CHANNEL}', NEW.user_id::text);
            END IF;
            RETURN NULL;
        END $$""",
    "REVOKE EXECUTE ON FUNCTION ring_person() FROM PUBLIC",
    "CREATE TRIGGER notifications_ring AFTER INSERT OR UPDATE OF is_read ON notifications"
    " FOR EACH ROW EXECUTE FUNCTION ring_person()",
    f"""CREATE OR REPLACE FUNCTION choose_notices(choices jsonb) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF choices ? 'time_zone' AND NOT EXISTS (
                SELECT FROM pg_timezone_names WHERE name = choices ->> 'time_zone') THEN
                choices := choices - 'time_zone';
            END IF;
            UPDATE users SET notification_preferences = choices WHERE id = app_user();
        END $$""",
)
BACKWARDS = ("DROP TRIGGER notifications_ring ON notifications", "DROP FUNCTION ring_person()")


async def forwards() -> MigrationManager:
    """Let the database ring."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
