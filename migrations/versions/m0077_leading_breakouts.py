"""Who leads a meeting sees the places of its people from a breakout, too: who waits at the door, and who was removed.

A co-host in a breakout has left the main room, whose places were read by who is inside alone.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import migration
from migrations.versions import m0010_policies as policies

ID = "2026-11-28T13:07:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "people seen from breakout rooms"

BEFORE = policies.RULES["participants"]["web"]["select"]
NOW = f"{BEFORE} OR room_id IN (SELECT moderated_rooms())"
ALTER = "ALTER POLICY participants_web_select ON participants USING ({})"
FORWARDS = (ALTER.format(NOW),)
BACKWARDS = (ALTER.format(BEFORE),)


async def forwards() -> MigrationManager:
    """Let who leads see the places."""
    return migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
