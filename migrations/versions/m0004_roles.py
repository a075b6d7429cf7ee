"""What every policy, trigger and function asks of the transaction: who acts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-24T01:04:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who acts"

SETTING = """
CREATE FUNCTION app_setting(name text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.' || name, true), '')
"""
IDS = {
    "app_user": "user_id",
    "app_participant": "participant_id",
    "app_session": "session_id",
    "app_room": "room_id",
}
ROLE = """
CREATE FUNCTION app_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('role'), 'none'), session_user)
"""
"""Whose rights the work is done with, told inside of SECURITY DEFINER too: `current_user` is the definer there."""
FORWARDS = (
    SETTING,
    ROLE,
    *(
        f"CREATE FUNCTION {name}() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE"
        f" RETURN nullif(current_setting('app.{setting}', true), '')::uuid"
        for name, setting in IDS.items()
    ),
    "CREATE FUNCTION app_service() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE"
    " RETURN coalesce(current_setting('app.service', true), '')",
)
BACKWARDS = (
    "DROP FUNCTION app_service()",
    *(f"DROP FUNCTION {name}()" for name in IDS),
    "DROP FUNCTION app_role()",
    "DROP FUNCTION app_setting(text)",
)


async def forwards() -> MigrationManager:
    """Add what tells who acts."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
