"""Reports as data: each person's figures and mentions, and the figures of a whole meeting."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB
from piccolo.table import Table

from migrations.statements import add_column, migration

ID = "2026-11-27T21:47:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "reports as data"


class ParticipantReports(Table, tablename="participant_reports"):
    """The new columns."""

    figures = JSONB(default="{}")
    mentions = JSONB(default="[]")


class MeetingSummaries(Table, tablename="meeting_summaries"):
    """The new column."""

    figures = JSONB(default="{}")


async def forwards() -> MigrationManager:
    """Add the columns; reports from before keep their prose."""
    manager = migration(ID, DESCRIPTION)
    for column in (ParticipantReports.figures, ParticipantReports.mentions):
        add_column(manager, ParticipantReports, column)
    add_column(manager, MeetingSummaries, MeetingSummaries.figures)
    return manager
