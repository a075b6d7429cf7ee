"""Passages: neighbouring segments of a transcript, found by their words and by their meaning.

Rows hold ids and what passages are found by, never words. A trigger drops those of a segment that changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.segment_rows import Segment

WORDS_ALONE = ""
"""In place of a model's name: without vectors."""
HAS_VECTORS = """SELECT EXISTS (SELECT FROM pg_attribute
    WHERE attrelid = 'transcript_passages'::regclass AND attname = 'embedding') AS has"""
INSERT = """INSERT INTO transcript_passages
    (room_id, transcript_id, segment_ids, start_ms, end_ms, language, model, search{column})
    VALUES ($1, $2, $3, $4, $5, $6, $7, search_forms($6::varchar, $8){value})"""


class WordsChanged(Exception):  # noqa: N818  the name says what happened
    """Segments were corrected or forgotten while their passages were made."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some neighbouring segments; times in milliseconds on the meeting's clock."""

    segment_ids: tuple[UUID, ...]
    start_ms: int
    end_ms: int
    text: str
    """What it is found by: a line for each segment, with the speaker's name."""
    embedding: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage that was found; scores of different ways to find them cannot be compared."""

    id: UUID
    score: float


@dataclass(frozen=True, slots=True)
class PassageOfMeeting:
    """A passage as whoever may read it sees it."""

    id: UUID
    room_id: UUID
    slug: str
    meeting: str
    started_at: object
    segment_ids: tuple[UUID, ...]


async def has_vectors() -> bool:
    """Whether this database holds vectors: not without pgvector."""
    row = await fetch_one(HAS_VECTORS)
    return bool(row and row["has"])


async def indexed_passages(room_id: UUID, model: str) -> dict[tuple[UUID, ...], UUID]:
    """Return the ids of a meeting's passages by their segments: those with vectors of this model.

    Where vectors cannot be made now, any will do: others would be lost.
    """
    rows = await fetch(
        "SELECT id, segment_ids FROM transcript_passages WHERE room_id = $1 AND $2 IN (model, $3)",
        room_id,
        model,
        WORDS_ALONE,
    )
    return {tuple(row["segment_ids"]): row["id"] for row in rows}


async def save_passages(
    room_id: UUID,
    transcript_id: UUID,
    language: str,
    model: str,
    passages: Sequence[Passage],
    *,
    kept: Sequence[UUID],
    read: Sequence[Segment],
) -> None:
    """Add passages, and drop all others but those kept; raises WordsChanged if `read` is out of date."""
    async with transaction():
        await _check_unchanged(room_id, read)
        await execute(
            "DELETE FROM transcript_passages WHERE room_id = $1 AND id <> ALL ($2::uuid[])",
            room_id,
            list(kept),
        )
        for each in passages:
            await _insert(room_id, transcript_id, language, model, each)
        await execute(
            "INSERT INTO passage_indexes (room_id, model, passages) VALUES ($1, $2, $3)"
            " ON CONFLICT (room_id) DO UPDATE SET model = EXCLUDED.model, passages = EXCLUDED.passages",
            room_id,
            model,
            len(passages) + len(kept),
        )


async def _insert(room_id: UUID, transcript_id: UUID, language: str, model: str, passage: Passage) -> None:
    values = [
        room_id, transcript_id, list(passage.segment_ids), passage.start_ms, passage.end_ms, language, model,
        passage.text,
    ]  # fmt: skip
    if passage.embedding is None:
        await execute(INSERT.format(column="", value=""), *values)
    else:
        await execute(
            INSERT.format(column=", embedding", value=", $9::real[]"), *values, list(passage.embedding)
        )


async def _check_unchanged(room_id: UUID, read: Sequence[Segment]) -> None:
    """Lock the segments against change, and compare them with what was read."""
    rows = await fetch(
        "SELECT id, speaker, text FROM transcript_segments WHERE room_id = $1 AND text <> '' FOR SHARE",
        room_id,
    )
    if {tuple(row) for row in rows} != {(each.id, each.speaker, each.text) for each in read if each.text}:
        raise WordsChanged("The transcript changed meanwhile.")


async def is_indexed(room_id: UUID) -> bool:
    """Whether a meeting, of those the actor may read, has all its passages."""
    return await fetch_one("SELECT FROM passage_indexes WHERE room_id = $1", room_id) is not None


async def rooms_to_index(model: str, most: int) -> list[UUID]:
    """Return meetings whose passages are missing, or have not this model's vectors, newest first."""
    rows = await fetch("SELECT rooms_to_index($1, $2) AS id", model, most)
    return [row["id"] for row in rows]


async def passages_by_words(words: str, room_id: UUID | None, most: int) -> list[Ranked]:
    """Find passages that have any of the words, in all of one's meetings or one; BM25 scores."""
    rows = await fetch("SELECT id, score FROM passages_by_words($1, $2, $3)", words, room_id, most)
    return [Ranked(**dict(row)) for row in rows]


async def passages_by_meaning(
    vector: Sequence[float], model: str, room_id: UUID | None, most: int
) -> list[Ranked]:
    """Find the passages nearest to a vector of a model, as above; scores are cosines."""
    rows = await fetch(
        "SELECT id, score FROM passages_by_meaning($1::real[], $2, $3, $4)",
        list(vector),
        model,
        room_id,
        most,
    )
    return [Ranked(**dict(row)) for row in rows]


async def readable_passages(ids: Sequence[UUID]) -> list[PassageOfMeeting]:
    """Read passages, in the order of the ids; those one may not read are missing."""
    rows = await fetch(
        "SELECT p.id, p.room_id, r.slug, r.name AS meeting, r.started_at, p.segment_ids"
        " FROM transcript_passages p JOIN rooms r ON r.id = p.room_id WHERE p.id = ANY ($1::uuid[])",
        list(ids),
    )
    found = {
        row["id"]: PassageOfMeeting(**dict(row) | {"segment_ids": tuple(row["segment_ids"])}) for row in rows
    }
    return [found[each] for each in ids if each in found]
