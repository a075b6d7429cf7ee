"""The tables, as Piccolo knows them; CHECKs, indexes and triggers are in the migrations."""

from typing import Any

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
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

CASCADE = OnDelete.cascade
SET_NULL = OnDelete.set_null
SERIES = LazyTableReference("RoomSeries", module_path="migrations.invitation_tables")


class Users(Table, tablename="users"):
    """Accounts. They are switched off, not deleted, while meetings of theirs are kept."""

    id = UUID(primary_key=True, default=UUID4())
    email = Varchar(length=2200, secret=True)  # sealed
    email_key = Varchar(length=64, null=True, default=None, unique=True, secret=True)  # its keyed hash
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
    """One meeting each."""

    id = UUID(primary_key=True, default=UUID4())
    host_id = ForeignKey(Users, on_delete=OnDelete.restrict, null=True, default=None, index=False)
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
    duration = Integer(null=True, default=None)  # seconds
    tags = Array(base_column=Text(), default=list)
    livekit_sid = Varchar(length=64, null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())
    time_zone = Varchar(length=64, default="UTC")
    scheduled_minutes = Integer(default=60)
    calendar_sequence = Integer(default=0)  # rises with each change of the date
    parent_room_id = UUID(null=True, default=None)  # of a breakout: the main meeting
    series_id: ForeignKey[Any] = ForeignKey(SERIES, on_delete=SET_NULL, null=True, default=None, index=False)
    occurrence = Timestamptz(null=True, default=None)  # when its series has it
    series_revision = Integer(default=0)  # rises with each change of the series


class Participants(Table, tablename="participants"):
    """Somebody's place in one meeting; their words outlive their account."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=False)
    user_id = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=False)
    role = Varchar(length=20, default="participant")
    status = Varchar(length=20, default="invited")
    joined_at = Timestamptz(null=True, default=None)
    left_at = Timestamptz(null=True, default=None)
    duration = Integer(default=0)  # seconds, over all stays
    can_share_screen = Boolean(default=True)
    is_muted = Boolean(default=False)
    display_name = Varchar(length=120)
    identity = Varchar(length=256)  # LiveKit's; the id for people of ours
    guest_token_hash = Varchar(length=64, null=True, default=None, unique=True, secret=True)
    admitted_at = Timestamptz(null=True, default=None)
    may_speak = Boolean(default=True)  # the host's word
    is_invited = Boolean(default=False)  # named or let in by a host
    knock_note = Varchar(length=200, default="")  # what they say while they wait
    denied_at = Timestamptz(null=True, default=None)  # of who waits: turned away, and may ask again
    is_renamed = Boolean(default=False)  # by a host, whatever name they join with
    main_participant_id = UUID(null=True, default=None)  # in a breakout: their place in the main meeting
    breakout_room_id = UUID(null=True, default=None)  # in the main meeting: where they are assigned
    spotlit_at = Timestamptz(null=True, default=None)  # since when a host shows them large
    stands_in = Boolean(default=False)  # a co-host that nobody named
    is_blocked = Boolean(default=False)  # of who was removed: from a permanent room's later meetings, too
    last_seen_at = Timestamptz(null=True, default=None)  # of who waits, with an open page
    removed_at = Timestamptz(null=True, default=None)  # of who was removed, here or at a meeting before
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Recordings(Table, tablename="recordings"):
    """Audio and video kept of a meeting."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    started_by = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    livekit_recording_id = Varchar(length=255, null=True, default=None, unique=True)
    status = Varchar(length=20, default="starting")
    file_url = Text(null=True, default=None)
    file_path = Text(null=True, default=None)
    file_size = BigInt(null=True, default=None)  # bytes
    file_sha256 = Varchar(length=64, null=True, default=None)  # of what is in the archive
    archived_at = Timestamptz(null=True, default=None)
    waits_for = Varchar(length=20, null=True, default=None)
    missing = Varchar(length=20, null=True, default=None)
    duration = Integer(null=True, default=None)  # seconds
    fault = Varchar(length=20, null=True, default=None)  # of a video: why it failed, or is gone
    started_at = Timestamptz(null=True, default=None)
    completed_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Transcripts(Table, tablename="transcripts"):
    """What was said; the last columns are filled from the segments when it closes."""

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
    """The minutes of a meeting, from being queued on."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, unique=True)
    transcript_id = ForeignKey(Transcripts, on_delete=CASCADE, null=False, unique=True)
    executive_summary = Text(default="")
    key_points = JSONB(default="[]")
    decisions = JSONB(default="[]")
    topics = JSONB(default="[]")
    overall_sentiment = DoublePrecision(null=True, default=None)
    total_speaking_time = Integer(default=0)  # seconds
    engagement_score = DoublePrecision(null=True, default=None)
    state = Varchar(length=20, default="queued")
    method = Varchar(length=20, null=True, default=None)
    model = Varchar(length=120, null=True, default=None)
    note = Text(null=True, default=None)
    turned_down = JSONB(default="[]")  # decisions against what was proposed, with who spoke against it
    open_questions = JSONB(default="[]")
    provenance = JSONB(default="{}")  # how they were made: coverage, model, prompts, cost
    template = Varchar(length=20, default="general")
    writer = Varchar(length=20, default="model")  # none: in people's own words
    own_template = JSONB(default="{}")  # a copy of the template somebody made
    special = JSONB(default="[]")  # sections found for one kind of meeting
    figures = JSONB(default="{}")  # sentiment over time, parts of the engagement score
    stale = JSONB(default="{}")  # segments corrected since they were read, with the revision that was read
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ActionItems(Table, tablename="action_items"):
    """Something somebody is to do; guests have a name only."""

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
    assignee_participant_id = ForeignKey(
        Participants, on_delete=SET_NULL, null=True, default=None, index=True
    )
    evidence = JSONB(default="[]")
    position = Integer(default=0)
    revision = Integer(default=0)
    edited = Boolean(default=False)  # by a person, or made by one: rewritten minutes leave it
    origin = Varchar(length=20, default="minutes")
    deleted_at = Timestamptz(null=True, default=None)  # kept: it can be undone, and is not written again
    due_reminded = Date(null=True, default=None)  # the due date of which the assignee was reminded
    overdue_reminded = Date(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ParticipantReports(Table, tablename="participant_reports"):
    """A participant's own report, which only they read."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=False)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=False, index=True)
    summary_id = ForeignKey(MeetingSummaries, on_delete=CASCADE, null=False, index=True)
    report_content = Text(default="")
    speaking_time = Integer(default=0)  # seconds
    speaking_percentage = DoublePrecision(default=0.0)
    engagement_score = DoublePrecision(null=True, default=None)
    key_contributions = JSONB(default="[]")
    tasks_assigned_count = Integer(default=0)
    figures = JSONB(default="{}")  # the report as data
    mentions = JSONB(default="[]")
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Sessions(Table, tablename="sessions"):
    """Browsers people are signed in with; of the token only a hash."""

    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False, index=True)
    token_hash = Varchar(length=64, unique=True, secret=True)
    device_info = JSONB(default="{}")
    ip_address = Varchar(length=64, null=True, default=None)  # inet, which Piccolo has no column for
    expires_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
    elevated_until = Timestamptz(null=True, default=None)  # an administrator's raised rights
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Notifications(Table, tablename="notifications"):
    """What a person is told about, until they have read it."""

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
    in_app = Boolean(default=True)  # False: only mailed


class TranscriptSegments(Table, tablename="transcript_segments"):
    """The hot path: one utterance a row, since appending to a JSON column rewrites it whole."""

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
    delay_ms = Integer(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Attendance(Table, tablename="attendance"):
    """Each stay of a participant, by LiveKit's id of the stay."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=False)
    livekit_sid = Varchar(length=64, null=True, default=None)
    joined_at = Timestamptz()
    left_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ChatMessages(Table, tablename="chat_messages"):
    """What is typed in a meeting, for who comes late."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False)
    participant_id = ForeignKey(Participants, on_delete=SET_NULL, null=True, default=None, index=True)
    name = Varchar(length=120)
    text = Text()
    sent_at = Timestamptz(default=TimestamptzNow())
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Consents(Table, tablename="consents"):
    """Who agreed to what, and when."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=False)
    kind = Varchar(length=40)
    given_at = Timestamptz(default=TimestamptzNow())
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class RoomLeases(Table, tablename="room_leases"):
    """Which job transcribes a room now."""

    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, primary_key=True)
    holder = Varchar(length=200)
    expires_at = Timestamptz()
    renewed_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


TABLES: tuple[type[Table], ...] = (
    Users, Rooms, Participants, Recordings, Transcripts, MeetingSummaries, ActionItems, ParticipantReports,
    Sessions, Notifications, TranscriptSegments, Attendance, ChatMessages, Consents, RoomLeases,
)  # fmt: skip
