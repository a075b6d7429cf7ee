"""A time zone is spelt as IANA spells it, and the web process may change it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-26T12:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of time zones"

ZONE = "'^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$'"
FORWARDS = (
    f"ALTER TABLE rooms ADD CONSTRAINT rooms_time_zone_spelling CHECK (time_zone ~ {ZONE}) NOT VALID",
    "GRANT UPDATE (time_zone) ON rooms TO parley_web",
    "GRANT SELECT (time_zone) ON rooms TO parley_readonly",
)
BACKWARDS = (
    "REVOKE SELECT (time_zone) ON rooms FROM parley_readonly",
    "REVOKE UPDATE (time_zone) ON rooms FROM parley_web",
    "ALTER TABLE rooms DROP CONSTRAINT rooms_time_zone_spelling",
)


async def forwards() -> MigrationManager:
    """Hold the new column to its rule."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
