"""Further tables, as Piccolo knows them: what hangs on an account, and what looks after the database."""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.tables import (
    CASCADE,
    SET_NULL,
    ActionItems,
    Notifications,
    Participants,
    Recordings,
    Rooms,
    Transcripts,
    TranscriptSegments,
    Users,
)


class OauthAccounts(Table, tablename="oauth_accounts"):
    """Somebody's account elsewhere, and the sealed tokens by which it answers us."""

    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False, index=True)
    provider = Varchar(length=50)
    subject = Varchar(length=255)  # the provider's own id of the person
    access_token = Text(secret=True)
    refresh_token = Text(null=True, default=None, secret=True)
    expires_at = Timestamptz(null=True, default=None)  # of the access token
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class SecondFactors(Table, tablename="second_factors"):
    """The sealed secret of somebody's authenticator; it counts once they have shown a code of it."""

    user_id = ForeignKey(Users, on_delete=CASCADE, null=False, primary_key=True)
    secret = Text(secret=True)
    confirmed_at = Timestamptz(null=True, default=None)
    last_used_step = BigInt(null=True, default=None)  # no code is taken twice
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class SealingKeys(Table, tablename="sealing_keys"):
    """Of each key something is sealed with, what only that key opens; never the key."""

    key_id = Varchar(length=32, primary_key=True)
    proof = Text(secret=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class MaintenanceRuns(Table, tablename="maintenance_runs"):
    """Each time a task looked after the database; a task is done once for each time it was due."""

    id = UUID(primary_key=True, default=UUID4())
    task = Varchar(length=60)
    tick = Timestamptz()  # when it was due
    started_at = Timestamptz(default=TimestamptzNow())
    finished_at = Timestamptz(null=True, default=None)
    outcome = Varchar(length=20, default="running")
    counts = JSONB(default="{}")
    error = Text(null=True, default=None)  # the class of what was raised, never its words
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class TranscriptGaps(Table, tablename="transcript_gaps"):
    """A stretch of the meeting that is missing from the transcript, and why."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=SET_NULL, null=True, default=None, index=True)
    cause = Varchar(length=20)
    from_ms = Integer()
    to_ms = Integer(null=True, default=None)  # none: it lasted to the end, or lasts
    begun_by = UUID(null=True, default=None, index=True)  # who went off the record
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class SegmentEdits(Table, tablename="segment_edits"):
    """What one correction did to one segment; rows of one `edit_id` were changed together."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    segment_id = ForeignKey(TranscriptSegments, on_delete=CASCADE, null=False, index=True)
    edit_id = UUID()
    kind = Varchar(length=20)
    revision = Integer()  # of the segment afterwards
    before_text = Text()
    after_text = Text()
    before_speaker = Varchar(length=120)
    after_speaker = Varchar(length=120)
    before = JSONB(default="{}")  # the rest of what an undo restores
    undoes = UUID(null=True, default=None)  # the edit_id that this one undid
    edited_by = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    edited_by_participant = ForeignKey(Participants, on_delete=SET_NULL, null=True, default=None, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class GlossaryTerms(Table, tablename="glossary_terms"):
    """A word the transcriber is to expect in this room, and in its host's later ones."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False)
    term = Varchar(length=80)
    added_by = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class RecordingTracks(Table, tablename="recording_tracks"):
    """A file of a recording: a part as the transcriber wrote it, or all of a speaker."""

    id = UUID(primary_key=True, default=UUID4())
    recording_id = ForeignKey(Recordings, on_delete=CASCADE, null=False, index=True)
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=SET_NULL, null=True, default=None, index=True)
    kind = Varchar(length=20, default="part")
    speaker = Varchar(length=120)
    part = Integer()  # counted in the recording; 0 for a speaker's
    file_path = Text()
    start_ms = Integer()  # on the meeting's clock
    duration_ms = Integer(null=True, default=None)  # none: still written, or its writer died
    file_size = BigInt(null=True, default=None)  # bytes
    sha256 = Varchar(length=64, null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class RecordingConsents(Table, tablename="recording_consents"):
    """Whether somebody agrees to be in the recording; without a row they have not said."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=False)
    agreed = Boolean()
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ForgottenWords(Table, tablename="forgotten_words"):
    """Whose words of the meeting were erased, and are not stored again."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=False, unique=True)
    until_ms = Integer()  # of the meeting: words begun earlier are forgotten
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Imports(Table, tablename="imports"):
    """A file that becomes a meeting, which gets the same id."""

    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False, index=False)
    name = Varchar(length=120)
    language = Varchar(length=16)
    time_zone = Varchar(length=64, default="UTC")
    started_at = Timestamptz(default=TimestamptzNow())
    speakers = JSONB(default="[]")  # their names, in the order of channels
    file_size = BigInt()
    state = Varchar(length=20, default="uploaded")
    progress = Integer(default=0)  # percent
    error = Text(null=True, default=None)  # why it failed, for the person
    note = Text(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ActionItemEdits(Table, tablename="action_item_edits"):
    """What one person, or rewritten minutes, changed of an action item."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    item_id = ForeignKey(ActionItems, on_delete=CASCADE, null=False, index=True)
    kind = Varchar(length=20)
    revision = Integer()  # of the item afterwards
    before = JSONB(default="{}")  # what the changed columns held
    after = JSONB(default="{}")
    undoes = UUID(null=True, default=None)  # the edit that this one undid
    edited_by = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ActionItemComments(Table, tablename="action_item_comments"):
    """What somebody wrote about an action item."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    item_id = ForeignKey(ActionItems, on_delete=CASCADE, null=False, index=True)
    user_id = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    text = Text()
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class CalendarFeeds(Table, tablename="calendar_feeds"):
    """A private link to one's own action items for calendars."""

    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False, unique=True)
    token_hash = Varchar(length=64, unique=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ReportRefusals(Table, tablename="report_refusals"):
    """Who wants no report: of one meeting, by their place in it, or of any."""

    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=True, default=None, unique=True)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=True, default=None, unique=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class SummaryBlocks(Table, tablename="summary_blocks"):
    """A few minutes of a meeting, and the notes of them."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    transcript_id = ForeignKey(Transcripts, on_delete=CASCADE, null=False)
    number = Integer()  # from 0, in the order of speech
    from_seq = Integer()
    to_seq = Integer()
    start_ms = Integer()
    end_ms = Integer()
    state = Varchar(length=20, default="queued")
    revision = Integer()  # rises when the block is to be noted again
    notes = JSONB(default="{}")  # what is shown
    model_notes = JSONB(default="{}")  # the verified ones of a model
    provenance = JSONB(default="{}")
    noted_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class MailOutbox(Table, tablename="mail_outbox"):
    """A notification that goes out as e-mail, once; several may share a mail."""

    id = UUID(primary_key=True, default=UUID4())
    notification_id = ForeignKey(Notifications, on_delete=CASCADE, null=False)
    channel = Varchar(length=20, default="email")
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False)
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=True, default=None, index=True)
    bundle = Varchar(length=80)  # those of one person with the same one may share a mail
    mail_id = UUID(null=True, default=None)  # of the mail it was claimed for, and in its Message-ID
    state = Varchar(length=20, default="waiting")
    attempts = Integer(default=0)
    next_attempt_at = Timestamptz(default=TimestamptzNow())
    error = Varchar(length=40, null=True, default=None)  # why it failed, was dropped or waits again
    sent_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ShareLinks(Table, tablename="share_links"):
    """A link by which a meeting's minutes are read without an account."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    created_by = ForeignKey(Users, on_delete=CASCADE, null=False, index=True)
    scope = Varchar(length=20)
    token_hash = Varchar(length=64, unique=True)
    expires_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
    last_used_at = Timestamptz(null=True, default=None)
    uses = Integer(default=0)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class MinutesTemplates(Table, tablename="minutes_templates"):
    """A template of minutes that somebody made."""

    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=CASCADE, null=False)
    name = Varchar(length=80)
    sections = JSONB(default="[]")
    language = Varchar(length=20)
    tone = Varchar(length=20, default="neutral")
    length = Varchar(length=20, default="medium")
    instruction = Text()
    is_default = Boolean(default=False)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


MORE_TABLES: tuple[type[Table], ...] = (
    OauthAccounts,
    SecondFactors,
    SealingKeys,
    MaintenanceRuns,
    TranscriptGaps,
    SegmentEdits,
    GlossaryTerms,
    RecordingTracks,
    RecordingConsents,
    ForgottenWords,
    Imports,
    ActionItemEdits,
    ActionItemComments,
    CalendarFeeds,
    ReportRefusals,
    SummaryBlocks,
    MailOutbox,
    ShareLinks,
    MinutesTemplates,
)
