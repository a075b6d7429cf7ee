"""Notes of a meeting while it runs: a row for each few minutes of it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import Rooms, Transcripts

ID = "2026-11-27T21:46:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "blocks of minutes"


class SummaryBlocks(Table, tablename="summary_blocks"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    transcript_id = ForeignKey(Transcripts, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    from_seq = Integer()
    to_seq = Integer()
    start_ms = Integer()
    end_ms = Integer()
    state = Varchar(length=20, default="queued")
    revision = Integer()
    notes = JSONB(default="{}")
    model_notes = JSONB(default="{}")
    provenance = JSONB(default="{}")
    noted_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, SummaryBlocks)
    return manager
