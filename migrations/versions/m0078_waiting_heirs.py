"""Whom a series is handed to comes in as its host, also where they wait at the door of a coming meeting."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions import m0074_series_hosts_rules as hosts

ID = "2026-11-29T02:08:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "heirs of series who wait"

LEADS = "UPDATE participants p SET role = 'host'\n"
LET_IN = """UPDATE participants p SET status = 'invited', is_invited = true, denied_at = NULL, left_at = NULL,
                knock_note = ''
            WHERE p.room_id = ANY (coming) AND p.user_id = heir AND p.status = 'waiting';
            """
HAND_OVER = hosts.HAND_OVER.replace(LEADS, LET_IN + LEADS)
FORWARDS = (f"CREATE OR REPLACE FUNCTION {hosts.HANDING} {HAND_OVER}",)
BACKWARDS = (f"CREATE OR REPLACE FUNCTION {hosts.HANDING} {hosts.HAND_OVER}",)


async def forwards() -> MigrationManager:
    """Let new hosts in."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
