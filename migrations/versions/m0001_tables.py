"""The tables as they first were; a frozen copy, so that later changes to the application do not reach back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    Boolean,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

ID = "2026-11-22T14:11:07:135252"
VERSION = "1.38.0"
DESCRIPTION = "the tables of a meeting"

CASCADE = OnDelete.cascade
SET_NULL = OnDelete.set_null
RESTRICT = OnDelete.restrict


class Users(Table, tablename="users"):
    id = UUID(primary_key=True, default=UUID4())
    email = Varchar(length=254, unique=True)
    password_hash = Varchar(length=100, null=True, default=None, secret=True)
    oauth_provider = Varchar(length=50, null=True, default=None)
    oauth_id = Varchar(length=255, null=True, default=None)
    name = Varchar(length=120)
    avatar_url = Text(null=True, default=None)
    role = Varchar(length=20, default="member")
    is_active = Boolean(default=True)
    notification_preferences = JSONB(default="{}")
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Rooms(Table, tablename="rooms"):
    id = UUID(primary_key=True, default=UUID4())
    host_id = ForeignKey(Users, on_delete=RESTRICT, null=True, default=None, index=True)
    name = Varchar(length=120)
    slug = Varchar(length=64, unique=True)
    type = Varchar(length=20, default="instant")
    status = Varchar(length=20, default="waiting")
    livekit_room_name = Varchar(length=400, unique=True)
    max_participants = Integer(default=50)
    current_participants = Integer(default=0)
    settings = JSONB(default="{}")
    scheduled_start_time = Timestamptz(null=True, default=None)
    started_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    duration = Integer(null=True, default=None)
    tags = Array(base_column=Text(), default=list)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Participants(Table, tablename="participants"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    user_id = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    role = Varchar(length=20, default="participant")
    status = Varchar(length=20, default="invited")
    joined_at = Timestamptz(null=True, default=None)
    left_at = Timestamptz(null=True, default=None)
    duration = Integer(default=0)
    can_share_screen = Boolean(default=True)
    is_muted = Boolean(default=False)
    display_name = Varchar(length=120)
    identity = Varchar(length=256)
    guest_token_hash = Varchar(length=64, null=True, default=None, unique=True, secret=True)
    admitted_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Recordings(Table, tablename="recordings"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    started_by = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    livekit_recording_id = Varchar(length=255, null=True, default=None, unique=True)
    status = Varchar(length=20, default="starting")
    file_url = Text(null=True, default=None)
    file_path = Text(null=True, default=None)
    file_size = BigInt(null=True, default=None)
    duration = Integer(null=True, default=None)
    started_at = Timestamptz(null=True, default=None)
    completed_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Transcripts(Table, tablename="transcripts"):
    id = UUID(primary_key=True, default=UUID4())
    recording_id = ForeignKey(Recordings, on_delete=SET_NULL, null=True, default=None, unique=True)
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    text = Text(default="")
    language = Varchar(length=16)
    segments = JSONB(default="[]")
    words = JSONB(default="[]")
    confidence_score = DoublePrecision(null=True, default=None)
    has_speakers = Boolean(default=False)
    speaker_count = Integer(default=0)
    status = Varchar(length=20, default="open")
    engine = Varchar(length=40, default="none")
    next_seq = Integer(default=0)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class MeetingSummaries(Table, tablename="meeting_summaries"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, unique=True)
    transcript_id = ForeignKey(Transcripts, on_delete=CASCADE, null=False, unique=True)
    executive_summary = Text(default="")
    key_points = JSONB(default="[]")
    decisions = JSONB(default="[]")
    topics = JSONB(default="[]")
    overall_sentiment = DoublePrecision(null=True, default=None)
    total_speaking_time = Integer(default=0)
    engagement_score = DoublePrecision(null=True, default=None)
    state = Varchar(length=20, default="queued")
    method = Varchar(length=20, null=True, default=None)
    model = Varchar(length=120, null=True, default=None)
    note = Text(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ActionItems(Table, tablename="action_items"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    summary_id = ForeignKey(MeetingSummaries, on_delete=CASCADE, null=False, index=True)
    assigned_to = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    title = Varchar(length=200)
    description = Text(default="")
    type = Varchar(length=20, default="task")
    priority = Varchar(length=20, default="medium")
    status = Varchar(length=20, default="open")
    due_date = Date(null=True, default=None)
    completed_at = Timestamptz(null=True, default=None)
    tags = Array(base_column=Text(), default=list)
    assignee = Varchar(length=120, null=True, default=None)
    assignee_participant_id = ForeignKey(Participants, on_delete=SET_NULL, null=True, default=None, index=True)
    evidence = JSONB(default="[]")
    position = Integer(default=0)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ParticipantReports(Table, tablename="participant_reports"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=False, index=True)
    summary_id = ForeignKey(MeetingSummaries, on_delete=CASCADE, null=False, index=True)
    report_content = Text(default="")
    speaking_time = Integer(default=0)
    speaking_percentage = DoublePrecision(default=0.0)
    engagement_score = DoublePrecision(null=True, default=None)
    key_contributions = JSONB(default="[]")
    tasks_assigned_count = Integer(default=0)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Sessions(Table, tablename="sessions"):
    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False, index=True)
    token_hash = Varchar(length=64, unique=True, secret=True)
    device_info = JSONB(default="{}")
    ip_address = Varchar(length=64, null=True, default=None)
    expires_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class RoomInvitations(Table, tablename="room_invitations"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    inviter_id = ForeignKey(Users, on_delete=CASCADE, null=False, index=True)
    invitee_id = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    invitee_email = Varchar(length=254, index=True)
    token = Varchar(length=64, unique=True, secret=True)
    status = Varchar(length=20, default="pending")
    expires_at = Timestamptz()
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Notifications(Table, tablename="notifications"):
    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False, index=False)
    type = Varchar(length=40)
    title = Varchar(length=200)
    message = Text(default="")
    data = JSONB(default="{}")
    is_read = Boolean(default=False)
    read_at = Timestamptz(null=True, default=None)
    action_url = Text(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class TranscriptSegments(Table, tablename="transcript_segments"):
    id = UUID(primary_key=True, default=UUID4())
    transcript_id = ForeignKey(Transcripts, on_delete=CASCADE, null=False)
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False)
    participant_id = ForeignKey(Participants, on_delete=SET_NULL, null=True, default=None, index=True)
    seq = Integer()
    speaker = Varchar(length=120)
    language = Varchar(length=16)
    engine = Varchar(length=40)
    start_ms = Integer()
    end_ms = Integer()
    text = Text(default="")
    raw_text = Text(default="")
    revision = Integer(default=0)
    words = JSONB(default="[]")
    confidence = DoublePrecision(null=True, default=None)
    state = Varchar(length=20, default="open")
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Attendance(Table, tablename="attendance"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=False)
    livekit_sid = Varchar(length=64, null=True, default=None)
    joined_at = Timestamptz()
    left_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ChatMessages(Table, tablename="chat_messages"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False)
    participant_id = ForeignKey(Participants, on_delete=SET_NULL, null=True, default=None, index=True)
    name = Varchar(length=120)
    text = Text()
    sent_at = Timestamptz(default=TimestamptzNow())
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Consents(Table, tablename="consents"):
    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=False)
    kind = Varchar(length=40)
    given_at = Timestamptz(default=TimestamptzNow())
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class RoomLeases(Table, tablename="room_leases"):
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, primary_key=True)
    holder = Varchar(length=200)
    expires_at = Timestamptz()
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


TABLES = (
    Users,
    Rooms,
    Participants,
    Recordings,
    Transcripts,
    MeetingSummaries,
    ActionItems,
    ParticipantReports,
    Sessions,
    RoomInvitations,
    Notifications,
    TranscriptSegments,
    Attendance,
    ChatMessages,
    Consents,
    RoomLeases,
)


async def forwards() -> MigrationManager:
    """Add every table with its columns."""
    manager = MigrationManager(migration_id=ID, app_name="parley", description=DESCRIPTION)
    for table in TABLES:
        manager.add_table(
            class_name=table.__name__, tablename=table._meta.tablename, schema=None, columns=None
        )
        for column in table._meta.columns:
            manager.add_column(
                table_class_name=table.__name__,
                tablename=table._meta.tablename,
                column_name=column._meta.name,
                db_column_name=column._meta.db_column_name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
                schema=None,
            )
    return manager
