"""Templates of minutes that people make themselves, and sections that are found for one kind of meeting."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, Boolean, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration
from migrations.versions.m0001_tables import Users

ID = "2026-11-28T01:53:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "own templates of minutes"


class MinutesTemplates(Table, tablename="minutes_templates"):
    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=OnDelete.cascade, null=False)
    name = Varchar(length=80)
    sections = JSONB(default="[]")
    language = Varchar(length=20)
    tone = Varchar(length=20, default="neutral")
    length = Varchar(length=20, default="medium")
    instruction = Text()
    is_default = Boolean(default=False)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class MeetingSummaries(Table, tablename="meeting_summaries"):
    """The new columns."""

    own_template = JSONB(default="{}")
    special = JSONB(default="[]")


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, MinutesTemplates)
    for column in (MeetingSummaries.own_template, MeetingSummaries.special):
        add_column(manager, MeetingSummaries, column)
    return manager
