"""Finds the passages a question is about, by words and by meaning, as the one who asks."""

from dataclasses import dataclass
from uuid import UUID

import structlog

from agent.minutes.asking.fusion import fused
from agent.minutes.embeddings.embedder import Embedder, EmbeddingsUnavailable, Role, Vectors
from server.meeting.db import transaction
from server.meeting.passages import (
    PassageOfMeeting,
    Ranked,
    has_vectors,
    passages_by_meaning,
    passages_by_words,
    readable_passages,
)

CANDIDATES = 40
"""Of each ranking; what is further down changes the fused order of the first little."""
FOUND = 5
"""Passages that an answer may rest on: some 800 words, which a small model on two cores reads in a minute."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages, best first, and how near they are."""

    passages: tuple[PassageOfMeeting, ...]
    cosine: float | None
    """Of the nearest passage; None without vectors."""


async def vector_of(question: str, embedder: Embedder | None) -> Vectors | None:
    """Embed a question; None where that is not possible now."""
    if embedder is None or not await has_vectors():
        return None
    try:
        rows = await embedder.embed([question], Role.QUERY)
    except EmbeddingsUnavailable as error:
        log.warning("question_not_embedded", cause=str(error))
        return None
    vector: Vectors = rows[0]
    return vector


async def retrieve(
    question: str, room_id: UUID | None, vector: Vectors | None, model: str, *, most: int = FOUND
) -> Retrieved:
    """Find passages in one meeting or in all that the actor may read."""
    async with transaction():
        by_words = await passages_by_words(question, room_id, CANDIDATES)
        by_meaning: list[Ranked] = []
        if vector is not None:
            by_meaning = await passages_by_meaning(vector.tolist(), model, room_id, CANDIDATES)
        order = fused([[each.id for each in by_words], [each.id for each in by_meaning]])[:most]
        return Retrieved(
            tuple(await readable_passages(order)),
            by_meaning[0].score if by_meaning else None,
        )
