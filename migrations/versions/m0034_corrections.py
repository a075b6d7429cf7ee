"""Corrections of transcripts: what was changed by whom, what the minutes rest on no more, and terms to expect."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_column, add_table, migration
from migrations.versions.m0001_tables import Participants, Rooms, TranscriptSegments, Users

ID = "2026-11-27T15:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "corrections"


class SegmentEdits(Table, tablename="segment_edits"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    segment_id = ForeignKey(TranscriptSegments, on_delete=OnDelete.cascade, null=False, index=True)
    edit_id = UUID()
    kind = Varchar(length=20)
    revision = Integer()
    before_text = Text()
    after_text = Text()
    before_speaker = Varchar(length=120)
    after_speaker = Varchar(length=120)
    before = JSONB(default="{}")
    undoes = UUID(null=True, default=None)
    edited_by = ForeignKey(Users, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    edited_by_participant = ForeignKey(
        Participants, on_delete=OnDelete.set_null, null=True, default=None, index=True
    )
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class GlossaryTerms(Table, tablename="glossary_terms"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False)
    term = Varchar(length=80)
    added_by = ForeignKey(Users, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class MeetingSummaries(Table, tablename="meeting_summaries"):
    """The new column."""

    stale = JSONB(default="{}")


async def forwards() -> MigrationManager:
    """Add the tables and the column."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, SegmentEdits)
    add_table(manager, GlossaryTerms)
    add_column(manager, MeetingSummaries, MeetingSummaries.stale)
    return manager
