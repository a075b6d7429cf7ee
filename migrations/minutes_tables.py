"""The tables of minutes that people edit, as Piccolo knows them."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.tables import CASCADE, SET_NULL, MeetingSummaries, Rooms, Users


class MinutesEdits(Table, tablename="minutes_edits"):
    """What one person changed of one element of the minutes."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    summary_id = ForeignKey(MeetingSummaries, on_delete=CASCADE, null=False, index=True)
    element_id = UUID(default=UUID4())  # lasts across rewritten minutes
    section = Varchar(length=20)
    kind = Varchar(length=20)
    revision = Integer()  # of the element afterwards
    machine = JSONB(default="{}")  # as the minutes first had it: words and citations; empty: made by hand
    before = JSONB(default="{}")  # the words; empty: it was not there
    after = JSONB(default="{}")
    undoes = UUID(null=True, default=None)  # the edit that this one undid
    edited_by = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class MinutesVersions(Table, tablename="minutes_versions"):
    """Minutes as they were written once, before people edited them; edits are applied to the newest."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    summary_id = ForeignKey(MeetingSummaries, on_delete=CASCADE, null=False)
    number = Integer()
    reason = Varchar(length=20)
    method = Varchar(length=20, null=True, default=None)
    model = Varchar(length=120, null=True, default=None)
    template = Varchar(length=120)
    note = Text(null=True, default=None)
    content = JSONB(default="{}")  # the columns of meeting_summaries, and the action items
    made_by = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


MINUTES_TABLES: tuple[type[Table], ...] = (MinutesEdits, MinutesVersions)
