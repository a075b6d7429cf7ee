"""Passages of transcripts, by which a question finds its answer, and the questions that are being answered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, Array, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import Rooms, Transcripts, Users

ID = "2026-11-27T21:52:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "passages and questions"


class TranscriptPassages(Table, tablename="transcript_passages"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    transcript_id = ForeignKey(Transcripts, on_delete=OnDelete.cascade, null=False, index=True)
    segment_ids = Array(base_column=UUID(), default=list)
    start_ms = Integer()
    end_ms = Integer()
    language = Varchar(length=20)
    model = Varchar(length=200)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class PassageIndexes(Table, tablename="passage_indexes"):
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, primary_key=True)
    model = Varchar(length=200)
    passages = Integer(default=0)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Questions(Table, tablename="questions"):
    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=OnDelete.cascade, null=False, index=True)
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=True, default=None, index=True)
    text = Text()
    state = Varchar(length=20, default="asked")
    method = Varchar(length=20, null=True, default=None)
    passages = JSONB(default="[]")
    answer = JSONB(default="[]")
    note = Text(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = migration(ID, DESCRIPTION)
    for table in (TranscriptPassages, PassageIndexes, Questions):
        add_table(manager, table)
    return manager
