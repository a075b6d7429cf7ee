"""Minutes that a model has yet to phrase are in a state of their own, and a meeting has a time zone.

NOT VALID: it holds for what is written from now on; the rows there are are read by m0014_drafted_valid.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-26T12:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "drafted minutes, time zones"

STATE = "ALTER TABLE meeting_summaries ADD CONSTRAINT meeting_summaries_state_state CHECK (state IN ({})) NOT VALID"
DROP_STATE = "ALTER TABLE meeting_summaries DROP CONSTRAINT meeting_summaries_state_state"
FORWARDS = (DROP_STATE, STATE.format("'queued', 'writing', 'drafted', 'ready', 'failed'"))
BACKWARDS = (
    "UPDATE meeting_summaries SET state = 'ready' WHERE state = 'drafted'",
    DROP_STATE,
    STATE.format("'queued', 'writing', 'ready', 'failed'"),
)


class Rooms(Table, tablename="rooms"):
    """The new column."""

    time_zone = Varchar(length=64, default="UTC")


async def forwards() -> MigrationManager:
    """Let minutes be drafted, and rooms have a time zone."""
    manager = migration(ID, DESCRIPTION, FORWARDS, BACKWARDS)
    add_column(manager, Rooms, Rooms.time_zone)
    return manager
