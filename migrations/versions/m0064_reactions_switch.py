"""Reactions to messages are kept, so their switch holds in the database, too, as that of the chat does (m0058)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration

ID = "2026-11-28T05:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "switch of reactions"

SWITCHES = {"chat_replies": "allow_chat", "chat_reactions": "allow_reactions"}
FORWARDS = tuple(
    f"CREATE POLICY {table}_web_switch ON {table} AS RESTRICTIVE FOR INSERT TO parley_web"
    f" WITH CHECK (is_on(room_id, '{switch}'))"
    for table, switch in SWITCHES.items()
)
BACKWARDS = tuple(f"DROP POLICY {table}_web_switch ON {table}" for table in SWITCHES)


async def forwards() -> MigrationManager:
    """Hold the switches."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
