"""Questions about meetings: asked by a person, answered by the worker, gone when the answer was read.

Rows hold the asker's words, ids of segments, and sentences that a model worded; quotations are read from the
transcript each time, so that nobody is shown what was forgotten, or what they may not read any more.
"""

# ruff: noqa: S608  only constants are put into a statement; values go by $1

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from asyncpg import Record

from server.meeting.accounts import Account
from server.meeting.db import execute, fetch, fetch_one, from_json, to_json, transaction
from server.meeting.participants import Guest
from server.meeting.queue import enqueue_answer
from server.meeting.segment_rows import WITHOUT_WORDS, WORDS, Segment
from server.meeting.states import QUESTION

QuestionState = Literal["asked", "answering", "answered", "failed"]
Method = Literal["model", "quotes", "nothing"]
"""model: sentences of a model, verified; quotes: what people said, no sentences; nothing: it was not said."""
COLUMNS = "id, user_id, participant_id, room_id, text, state, method, passages, answer, note"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer, and the segments that bear it out."""

    text: str
    segment_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and as much of its answer as there is."""

    id: UUID
    user_id: UUID | None
    participant_id: UUID | None
    """The asker: an account, or a guest's seat."""
    room_id: UUID | None
    """The meeting it is about; None: all that the person may read."""
    text: str
    state: QuestionState
    method: Method | None
    quoted: tuple[UUID, ...]
    """The segments that are nearest to an answer, best first."""
    answer: tuple[Statement, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class QuotedSegment:
    """A segment as whoever may read it sees it, and its meeting."""

    segment: Segment
    room_id: UUID
    slug: str
    meeting: str
    started_at: datetime | None


async def ask(person: Account | Guest, text: str, room_id: UUID | None) -> UUID:
    """Store a question and enqueue its answer, in place of those the person asked before.

    A guest's has a room: that of their seat.
    """
    if isinstance(person, Account):
        column, asker = "user_id", person.id
    else:
        column, asker = "participant_id", person.participant_id
    question_id = uuid4()
    async with transaction():
        await execute(f"DELETE FROM questions WHERE {column} = $1", asker)
        await execute(
            f"INSERT INTO questions (id, {column}, room_id, text) VALUES ($1, $2, $3, $4)",
            question_id,
            asker,
            room_id,
            text,
        )
        await enqueue_answer(question_id)
    return question_id


async def question_of(question_id: UUID) -> Question | None:
    """Return a question of the actor's, or of the job; None once it is withdrawn."""
    row = await fetch_one(f"SELECT {COLUMNS} FROM questions WHERE id = $1", question_id)
    return _question(row) if row else None


async def withdraw(question_id: UUID) -> None:
    """Delete a question: its answer was read, or nobody waits for it any more."""
    await execute("DELETE FROM questions WHERE id = $1", question_id)


async def begin_answer(question_id: UUID) -> Question | None:
    """Take up a question, without what another worker may have left of an answer; None if it is withdrawn."""
    row = await fetch_one(
        "UPDATE questions SET state = 'answering', method = NULL, passages = '[]', answer = '[]', note = NULL"
        f" WHERE id = $1 AND state = ANY ($2::text[]) RETURNING {COLUMNS}",
        question_id,
        _before("begin"),
    )
    return _question(row) if row else None


async def save_quotes(question_id: UUID, segment_ids: Sequence[UUID]) -> bool:
    """Store which segments are nearest; False if the question was withdrawn."""
    return await _update(
        question_id, "passages = $2::jsonb", to_json([str(each) for each in segment_ids]), _before("finish")
    )


async def save_statement(question_id: UUID, statement: Statement) -> bool:
    """Add a sentence to the answer; False if the question was withdrawn."""
    told = {"text": statement.text, "segments": [str(each) for each in statement.segment_ids]}
    return await _update(question_id, "answer = answer || $2::jsonb", to_json([told]), _before("finish"))


async def finish_answer(question_id: UUID, method: Method, note: str | None = None) -> bool:
    """End an answer; False if the question was withdrawn."""
    return await _update(
        question_id, "state = 'answered', method = $2, note = $4", method, _before("finish"), note
    )


async def fail_answer(question_id: UUID) -> bool:
    """Give a question up."""
    return await _update(question_id, "state = $2", "failed", _before("fail"))


async def _update(question_id: UUID, change: str, value: str, states: Sequence[str], *more: object) -> bool:
    changed = await execute(
        f"UPDATE questions SET {change} WHERE id = $1 AND state = ANY ($3::text[])",
        question_id,
        value,
        states,
        *more,
    )
    return changed > 0


def _before(cause: str) -> list[str]:
    return [state for state, why in QUESTION if why == cause]


async def quoted_segments(segment_ids: Sequence[UUID]) -> dict[UUID, QuotedSegment]:
    """Read segments with their meetings by id; those that the actor may not read are missing."""
    rows = await fetch(
        f"SELECT {WITHOUT_WORDS}, room_id FROM transcript_segments"
        " WHERE id = ANY ($1::uuid[]) AND text <> ''",
        list(segment_ids),
    )
    rooms = await fetch(
        "SELECT id, slug, name, started_at FROM rooms WHERE id = ANY ($1::uuid[])",
        list({row["room_id"] for row in rows}),
    )
    meetings = {row["id"]: tuple(row) for row in rooms}
    return {
        row["id"]: QuotedSegment(_segment(row), *meetings[row["room_id"]])
        for row in rows
        if row["room_id"] in meetings
    }


def _segment(row: Record) -> Segment:
    values: list[Any] = list(row)[:-1]
    values[WORDS] = []
    return Segment(*values)


def _question(row: Record) -> Question:
    told: list[dict[str, Any]] = from_json(row["answer"])
    return Question(
        row["id"], row["user_id"], row["participant_id"], row["room_id"], row["text"], row["state"],
        row["method"],
        tuple(UUID(each) for each in from_json(row["passages"])),
        tuple(Statement(each["text"], tuple(map(UUID, each["segments"]))) for each in told),
        row["note"],
    )  # fmt: skip
