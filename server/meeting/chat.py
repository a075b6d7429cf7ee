"""Chat messages of a meeting, stored for late joiners and for the meeting page."""

# ruff: noqa: S608  only a constant list of columns is put into a statement; values go by $1

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from asyncpg import Record

from server.errors import Conflict, ParticipantNotFound
from server.meeting import states
from server.meeting.db import fetch, fetch_one, transaction
from server.meeting.entry_errors import RoomEnded
from server.meeting.participants import Participant


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message, with its author's name at that time."""

    id: UUID
    room_id: UUID
    participant_id: UUID | None
    name: str
    text: str
    sent_at: datetime


COLUMNS = "id, room_id, participant_id, name, text, sent_at"


def _message(row: Record) -> ChatMessage:
    return ChatMessage(**dict(row))


async def say(participant: Participant, text: str, message_id: UUID | None = None) -> ChatMessage:
    """Store a message; idempotent by id.

    Raises RoomEnded, and Conflict if the id belongs to another message.
    """
    message_id = message_id or uuid4()
    async with transaction():
        room = await fetch_one("SELECT hold_room($1) AS status", participant.room_id)
        if room is None or room["status"] not in states.OPEN_ROOM:
            raise RoomEnded
        row = await fetch_one(
            f"INSERT INTO chat_messages (id, room_id, participant_id, name, text) VALUES ($1, $2, $3, $4, $5)"
            f" ON CONFLICT (id) DO NOTHING RETURNING {COLUMNS}",
            message_id,
            participant.room_id,
            participant.id,
            participant.display_name,
            text,
        )
        if row is None:
            row = await fetch_one(
                f"SELECT {COLUMNS} FROM chat_messages WHERE id = $1 AND participant_id = $2 AND text = $3",
                message_id,
                participant.id,
                text,
            )
    if row is None:
        raise Conflict
    return _message(row)


async def tell_rename(participant_id: UUID, before: str) -> ChatMessage:
    """Write into the chat, under the name they had, that somebody is called otherwise now."""
    row = await fetch_one(f"SELECT {COLUMNS} FROM tell_rename($1, $2)", participant_id, before)
    if row is None:
        raise ParticipantNotFound
    return _message(row)


async def messages_of(room_id: UUID, after: UUID | None = None) -> list[ChatMessage]:
    """List the messages in order; `after` is the id of the last one already received."""
    rows = await fetch(
        f"""
        SELECT {COLUMNS} FROM chat_messages WHERE room_id = $1
          AND ($2::uuid IS NULL OR (sent_at, id) > (
              SELECT sent_at, id FROM chat_messages WHERE id = $2 AND room_id = $1))
        ORDER BY sent_at, id
        """,
        room_id,
        after,
    )
    return [_message(row) for row in rows]
