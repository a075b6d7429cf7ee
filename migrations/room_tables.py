"""Tables of what people do together in the room besides speaking, as Piccolo knows them."""

from piccolo.columns import UUID, Array, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.tables import CASCADE, SET_NULL, ChatMessages, Participants, Rooms


class Polls(Table, tablename="polls"):
    """A question with options; `participant_id` asked it, who was called `name` then."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False)
    participant_id = ForeignKey(Participants, on_delete=SET_NULL, null=True, default=None, index=True)
    name = Varchar(length=120)
    question = Varchar(length=300)
    options = Array(base_column=Text(), default=list)
    kind = Varchar(length=20)
    is_anonymous = Boolean(default=False)
    results = Varchar(length=20)  # shown live, or when it is closed
    counts = Array(base_column=Integer(), default=list)  # of an anonymous one: votes by option
    closed_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class PollVotes(Table, tablename="poll_votes"):
    """That somebody voted and, unless the poll is anonymous, which option: its place, from 0."""

    id = UUID(primary_key=True, default=UUID4())
    poll_id = ForeignKey(Polls, on_delete=CASCADE, null=False)
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    participant_id = ForeignKey(Participants, on_delete=SET_NULL, null=True, default=None, index=True)
    choice = Integer(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ChatReplies(Table, tablename="chat_replies"):
    """That a message of the chat answers another of the same meeting."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    message_id = ForeignKey(ChatMessages, on_delete=CASCADE, null=False)
    reply_to = ForeignKey(ChatMessages, on_delete=CASCADE, null=False, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class ChatReactions(Table, tablename="chat_reactions"):
    """An emoji that somebody gave a message of the chat."""

    id = UUID(primary_key=True, default=UUID4())
    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    message_id = ForeignKey(ChatMessages, on_delete=CASCADE, null=False)
    participant_id = ForeignKey(Participants, on_delete=CASCADE, null=False, index=True)
    emoji = Varchar(length=8)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


class Breakouts(Table, tablename="breakouts"):
    """What a breakout room has besides being a room."""

    room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, primary_key=True)
    main_room_id = ForeignKey(Rooms, on_delete=CASCADE, null=False, index=True)
    number = Integer()
    label = Varchar(length=60)
    by_choice = Boolean(default=False)  # people go where they like
    closes_at = Timestamptz(null=True, default=None)
    help_asked_at = Timestamptz(null=True, default=None)  # until a host or co-host comes
    help_asked_by = UUID(null=True, default=None)  # their place in the main meeting
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


ROOM_TABLES: tuple[type[Table], ...] = (Polls, PollVotes, ChatReplies, ChatReactions, Breakouts)
