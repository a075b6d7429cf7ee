"""Chat messages with replies and reactions, stored for late joiners and for the meeting page."""

# ruff: noqa: S608  only constant texts are put into a statement; values go by $1

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from asyncpg import Record

from server.errors import Conflict, NotFound, ParticipantNotFound
from server.meeting import states
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.entry_errors import RoomEnded
from server.meeting.participants import Participant

Emoji = Literal["👍", "👏", "❤️", "😂", "😮", "🎉"]


class MessageNotFound(NotFound):
    """No such message in this meeting."""

    title = "There is no such message"
    detail = "It may have been deleted with its writer's words."


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji of a message, and who chose it, in that order."""

    emoji: Emoji
    by: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message, with its author's name at that time; `reply_to` is the message that it answers."""

    id: UUID
    room_id: UUID
    participant_id: UUID | None
    name: str
    text: str
    sent_at: datetime
    reply_to: UUID | None = None
    reactions: tuple[Reaction, ...] = ()


SELECT = """SELECT m.id, m.room_id, m.participant_id, m.name, m.text, m.sent_at, r.reply_to
    FROM chat_messages m LEFT JOIN chat_replies r ON r.message_id = m.id"""


async def say(
    participant: Participant, text: str, message_id: UUID | None = None, reply_to: UUID | None = None
) -> ChatMessage:
    """Store a message; idempotent by id.

    Raises RoomEnded, MessageNotFound for what it answers, and Conflict if the id belongs to another message.
    """
    message_id = message_id or uuid4()
    async with transaction():
        await _hold(participant.room_id)
        if reply_to is not None:
            await message_of(participant.room_id, reply_to)
        row = await fetch_one(
            "INSERT INTO chat_messages (id, room_id, participant_id, name, text) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (id) DO NOTHING RETURNING id",
            message_id,
            participant.room_id,
            participant.id,
            participant.display_name,
            text,
        )
        if row is not None and reply_to is not None:
            await execute(
                "INSERT INTO chat_replies (room_id, message_id, reply_to) VALUES ($1, $2, $3)",
                participant.room_id,
                message_id,
                reply_to,
            )
        found = await fetch_one(f"{SELECT} WHERE m.id = $1", message_id)
    wanted = (participant.id, text, reply_to)
    if found is None or (found["participant_id"], found["text"], found["reply_to"]) != wanted:
        raise Conflict
    return ChatMessage(**dict(found))


async def react(participant: Participant, message_id: UUID, emoji: Emoji, *, on: bool) -> ChatMessage:
    """Give a message an emoji, or take one's own back; idempotent.

    Raises RoomEnded and MessageNotFound.
    """
    room_id = participant.room_id
    async with transaction():
        await _hold(room_id)
        await message_of(room_id, message_id)
        if on:
            await execute(
                "INSERT INTO chat_reactions (room_id, message_id, participant_id, emoji)"
                " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                room_id,
                message_id,
                participant.id,
                emoji,
            )
        else:
            await execute(
                "DELETE FROM chat_reactions WHERE message_id = $1 AND participant_id = $2 AND emoji = $3",
                message_id,
                participant.id,
                emoji,
            )
        return await message_of(room_id, message_id)


async def forget_reactions(room_id: UUID, participant_id: UUID) -> None:
    """Delete what a participant reacted with, as themselves or as the host."""
    await execute(
        "DELETE FROM chat_reactions WHERE room_id = $1 AND participant_id = $2", room_id, participant_id
    )


async def tell_rename(participant_id: UUID, before: str) -> ChatMessage:
    """Write into the chat, under the name they had, that somebody is called otherwise now."""
    row = await fetch_one(
        "SELECT id, room_id, participant_id, name, text, sent_at FROM tell_rename($1, $2)",
        participant_id,
        before,
    )
    if row is None:
        raise ParticipantNotFound
    return ChatMessage(**dict(row))


async def say_in_breakouts(main_id: UUID, message_id: UUID, text: str) -> list[ChatMessage]:
    """Store a message of host or co-host in the chat of every open breakout; idempotent by id.

    Raises asyncpg's InsufficientPrivilegeError for anybody else.
    """
    rows = await fetch(
        "SELECT id, room_id, participant_id, name, text, sent_at FROM say_in_breakouts($1, $2, $3)",
        main_id,
        message_id,
        text,
    )
    return [ChatMessage(**dict(row)) for row in rows]


async def message_of(room_id: UUID, message_id: UUID) -> ChatMessage:
    """Return one message with its reactions; raises MessageNotFound."""
    row = await fetch_one(f"{SELECT} WHERE m.room_id = $1 AND m.id = $2", room_id, message_id)
    if row is None:
        raise MessageNotFound
    reactions = await fetch(f"{REACTIONS} AND message_id = $2 {GROUPED}", room_id, message_id)
    return _with_reactions([row], reactions)[0]


async def messages_of(room_id: UUID, after: UUID | None = None) -> list[ChatMessage]:
    """List the messages in order; `after` is the id of the last one already received."""
    rows = await fetch(
        f"""
        {SELECT} WHERE m.room_id = $1
          AND ($2::uuid IS NULL OR (m.sent_at, m.id) > (
              SELECT sent_at, id FROM chat_messages WHERE id = $2 AND room_id = $1))
        ORDER BY m.sent_at, m.id
        """,
        room_id,
        after,
    )
    return _with_reactions(rows, await fetch(f"{REACTIONS} {GROUPED}", room_id) if rows else [])


REACTIONS = """SELECT message_id, emoji, array_agg(participant_id ORDER BY created_at, id) AS by
    FROM chat_reactions WHERE room_id = $1"""
GROUPED = "GROUP BY message_id, emoji ORDER BY min(created_at), emoji"


def _with_reactions(messages: Sequence[Record], reactions: Sequence[Record]) -> list[ChatMessage]:
    of: dict[UUID, list[Reaction]] = {}
    for row in reactions:
        of.setdefault(row["message_id"], []).append(Reaction(row["emoji"], tuple(row["by"])))
    return [replace(ChatMessage(**dict(row)), reactions=tuple(of.get(row["id"], ()))) for row in messages]


def answered(messages: Sequence[ChatMessage]) -> Mapping[UUID, ChatMessage]:
    """Return, by the id of each reply, the message that it answers."""
    known = {each.id: each for each in messages}
    return {each.id: known[each.reply_to] for each in messages if each.reply_to in known}


async def _hold(room_id: UUID) -> None:
    """Keep the meeting from ending until the transaction is over; raises RoomEnded."""
    room = await fetch_one("SELECT hold_room($1) AS status", room_id)
    if room is None or room["status"] not in states.OPEN_ROOM:
        raise RoomEnded
