"""The tables of invitations and series, as Piccolo knows them."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    Boolean,
    Date,
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

from migrations.tables import CASCADE, SET_NULL, Rooms, Users


class RoomSeries(Table, tablename="room_series"):
    """A rule by which a host's meetings come again; each is a room of its own."""

    id = UUID(primary_key=True, default=UUID4())
    host_id = ForeignKey(Users, on_delete=OnDelete.restrict, null=False, index=True)
    root_id = UUID(index=True)  # the series whose link it shares: itself, or what it was before a change
    slug = Varchar(length=64, unique=True)
    name = Varchar(length=120)
    rule = Varchar(length=120)
    last_day = Date(null=True, default=None)
    starts = Timestamptz()
    minutes = Integer(default=60)
    time_zone = Varchar(length=64, default="UTC")
    max_participants = Integer(default=50)
    settings = JSONB(default="{}")
    tags = Array(base_column=Text(), default=list)
    sequence = Integer(default=0)
    cancelled_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class RoomLinks(Table, tablename="room_links"):
    """A link that a host chose; found by what it looks like."""

    shape = Varchar(length=64, primary_key=True)
    code = Varchar(length=64)
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=True, default=None, index=True)
    series_id = ForeignKey(RoomSeries, on_delete=CASCADE, null=True, default=None, index=True)
    held_until = Timestamptz(null=True, default=None)  # NULL: in use
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class RoomInvitations(Table, tablename="room_invitations"):
    """An address that may come in, or a link by which anybody may; found by the token's hash."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    inviter_id = ForeignKey(Users, on_delete=CASCADE, null=False, index=True)
    invitee_id = ForeignKey(Users, on_delete=SET_NULL, null=True, default=None, index=True)
    invitee_email = Varchar(length=2200, secret=True)  # sealed
    invitee_email_key = Varchar(length=64, null=True, default=None, index=True, secret=True)
    token = Varchar(length=64, unique=True, secret=True)  # its hash
    status = Varchar(length=20, default="pending")
    expires_at = Timestamptz()
    kind = Varchar(length=10, default="address")
    role = Varchar(length=20, default="participant")
    max_uses = Integer(default=1)
    uses = Integer(default=0)
    token_version = Integer(default=0)  # how often it was sent anew
    answered_at = Timestamptz(null=True, default=None)
    series_of = UUID(null=True, default=None)  # the invitation to the whole series
    event_series = UUID(null=True, default=None)  # its event in calendars, where it is to one meeting
    event_occurrence = Timestamptz(null=True, default=None)
    entered_as = UUID(null=True, default=None)  # the place it made last
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class InvitationMails(Table, tablename="invitation_mails"):
    """A mail to who is invited, until it is sent, and as a log afterwards."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    invitation_id = ForeignKey(RoomInvitations, on_delete=CASCADE, null=False, index=True)
    kind = Varchar(length=20)
    sequence = Integer(default=0)
    state = Varchar(length=20, default="waiting")
    attempts = Integer(default=0)
    next_attempt_at = Timestamptz(default=TimestamptzNow())
    error = Varchar(length=40, null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    of_series = Boolean(default=False)
    of_event = Boolean(default=False)  # which an invitation to all takes the place of
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ReplyMailboxes(Table, tablename="reply_mailboxes"):
    """How far a mailbox of calendar replies is read."""

    id = UUID(primary_key=True, default=UUID4())
    mailbox = Varchar(length=64, unique=True)  # a hash of where it is
    uid_validity = BigInt(default=0)  # with another one its mails are numbered anew
    last_uid = BigInt(default=0)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class InvitationReplies(Table, tablename="invitation_replies"):
    """The last that a calendar program answered, to a meeting, a series, or one meeting of a series."""

    id = UUID(primary_key=True, default=UUID4())
    invitation_id = ForeignKey(RoomInvitations, on_delete=CASCADE, null=False, index=False)
    series_id = ForeignKey(RoomSeries, on_delete=CASCADE, null=True, default=None, index=True)
    occurrence = Timestamptz(null=True, default=None)
    answer = Varchar(length=20)
    sequence = Integer(default=0)  # of the date that was answered
    stated_at = Timestamptz()  # by the program's clock
    taken_at = Timestamptz(default=TimestamptzNow())
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


INVITATION_TABLES: tuple[type[Table], ...] = (
    RoomSeries,
    RoomLinks,
    RoomInvitations,
    InvitationMails,
    ReplyMailboxes,
    InvitationReplies,
)
