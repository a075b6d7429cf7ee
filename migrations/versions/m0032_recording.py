"""What a recording is made of, and who agreed to be in it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, BigInt, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import Participants, Recordings, Rooms

ID = "2026-11-27T15:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "tracks and consents of recordings"


class RecordingTracks(Table, tablename="recording_tracks"):
    id = UUID(primary_key=True, default=UUID4())
    recording_id = ForeignKey(Recordings, on_delete=OnDelete.cascade, null=False, index=True)
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    kind = Varchar(length=20, default="part")
    speaker = Varchar(length=120)
    part = Integer()
    file_path = Text()
    start_ms = Integer()
    duration_ms = Integer(null=True, default=None)
    file_size = BigInt(null=True, default=None)
    sha256 = Varchar(length=64, null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class RecordingConsents(Table, tablename="recording_consents"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=OnDelete.cascade, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=OnDelete.cascade, null=False)
    agreed = Boolean()
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, RecordingTracks)
    add_table(manager, RecordingConsents)
    return manager
