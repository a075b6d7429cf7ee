"""By which template minutes are arranged, and whether a model words them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-27T21:49:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "templates of minutes"


class MeetingSummaries(Table, tablename="meeting_summaries"):
    """The new columns."""

    template = Varchar(length=20, default="general")
    writer = Varchar(length=20, default="model")


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = migration(ID, DESCRIPTION)
    for column in (MeetingSummaries.template, MeetingSummaries.writer):
        add_column(manager, MeetingSummaries, column)
    return manager
