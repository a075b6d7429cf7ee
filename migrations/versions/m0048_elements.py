"""Open questions of a meeting, and what was proposed in it and turned down."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-27T21:48:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "open questions and what was turned down"


class MeetingSummaries(Table, tablename="meeting_summaries"):
    """The new columns."""

    turned_down = JSONB(default="[]")
    open_questions = JSONB(default="[]")


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = migration(ID, DESCRIPTION)
    for column in (MeetingSummaries.turned_down, MeetingSummaries.open_questions):
        add_column(manager, MeetingSummaries, column)
    return manager
