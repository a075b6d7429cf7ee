"""Forgetting what somebody said in a meeting: erased at once, and emptied wherever it still comes from.

The database erases the words in every row (`migrations/versions/m0037_forgotten_rules.py`); a job follows,
which deletes the sound and writes the minutes again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.meeting.chat import forget_reactions
from server.meeting.db import fetch, fetch_one, transaction
from server.meeting.queue import enqueue_forgetting
from server.meeting.segment_rows import Segment


class WordsForgotten(Exception):  # noqa: N818  the name says what happened
    """Minutes were written from words that were forgotten meanwhile: they are written again."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased."""

    segments: int
    messages: int


@dataclass(frozen=True, slots=True)
class ForgottenWords:
    """Whose words were erased, and when."""

    participant_id: UUID
    at: datetime
    until_ms: int
    """On the meeting's clock: what was begun earlier."""


async def forget_words(room_id: UUID, participant_id: UUID, *, with_chat: bool) -> Erased:
    """Erase what a participant has said so far, and with `with_chat` their part of the chat; idempotent.

    Raises asyncpg's InsufficientPrivilegeError for an actor who is neither the participant nor the host.
    """
    async with transaction():
        row = await fetch_one(
            "SELECT segments, messages FROM forget_words($1, $2, $3)", room_id, participant_id, with_chat
        )
        if with_chat:
            await forget_reactions(room_id, participant_id)
        await enqueue_forgetting(room_id)
    assert row is not None  # noqa: S101  the function returns one row
    return Erased(row["segments"], row["messages"])


async def forgotten_words_of(room_id: UUID) -> list[ForgottenWords]:
    """List whose words of the meeting were erased."""
    rows = await fetch(
        "SELECT participant_id, updated_at AS at, until_ms FROM forgotten_words WHERE room_id = $1"
        " ORDER BY created_at, id",
        room_id,
    )
    return [ForgottenWords(**dict(row)) for row in rows]


async def check_remembered(room_id: UUID, read: Iterable[Segment]) -> None:
    """Raise WordsForgotten if one of these segments was forgotten after it was read."""
    told = [each.id for each in read if each.text]
    row = await fetch_one(
        "SELECT EXISTS (SELECT FROM transcript_segments WHERE room_id = $1 AND state = 'forgotten'"
        " AND id = ANY($2::uuid[])) AS gone",
        room_id,
        told,
    )
    if row is not None and row["gone"]:
        raise WordsForgotten("Words that these minutes rest on were forgotten.")
