"""Tables of questions about meetings, as Piccolo knows them."""

from piccolo.columns import JSONB, UUID, Array, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.tables import CASCADE, Participants, Rooms, Transcripts, Users


class TranscriptPassages(Table, tablename="transcript_passages"):
    """Neighbouring segments, found by `search` (a tsvector) and, with pgvector, by `embedding`."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    transcript_id = ForeignKey(Transcripts, on_delete=CASCADE, null=False, index=True)
    segment_ids = Array(base_column=UUID(), default=list)
    start_ms = Integer()
    end_ms = Integer()
    language = Varchar(length=20)
    model = Varchar(length=200)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class PassageIndexes(Table, tablename="passage_indexes"):
    """Whose transcript has all its passages, and with vectors of which model; empty: by words alone."""

    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, primary_key=True)
    model = Varchar(length=200)
    passages = Integer(default=0)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Questions(Table, tablename="questions"):
    """What somebody asks of their meetings, until they have the answer."""

    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=True, default=None, index=True)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=True, default=None, index=True)
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=True, default=None, index=True)
    text = Text()
    state = Varchar(length=20, default="asked")
    method = Varchar(length=20, null=True, default=None)
    passages = JSONB(default="[]")
    answer = JSONB(default="[]")
    note = Text(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


PASSAGE_TABLES: tuple[type[Table], ...] = (TranscriptPassages, PassageIndexes, Questions)
