"""Makes the passages of meetings and their vectors, in the background."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog

from agent.minutes.embeddings.embedder import Embedder, EmbeddingsUnavailable, Role
from agent.minutes.passages import cut_passages
from server.meeting.actor import WORKER, Actor, acting_as
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.passages import (
    WORDS_ALONE,
    Passage,
    has_vectors,
    indexed_passages,
    rooms_to_index,
    save_passages,
)
from server.meeting.queue import enqueue_passages
from server.meeting.transcripts import segments_of, transcript_of

BATCH = 8
"""Passages embedded at once, some two seconds of one processor."""
OLDER_ROOMS, OLDER_EVERY_S = 20, 60.0
"""How many older meetings are taken up, and how often: an hour's meeting takes half a minute."""
ASK_AGAIN_S = 60.0
"""After so long a model that was not available is looked for again."""
log = structlog.get_logger()


@dataclass
class Embeddings:
    """The configured model, looked for when it is needed, and again after a while if it was not there."""

    find: Callable[[], Awaitable[Embedder]]
    _found: Embedder | None = None
    _missed_at: float = field(default=float("-inf"))

    async def current(self) -> Embedder | None:
        """Return the model; None while there is none."""
        now = asyncio.get_running_loop().time()
        if self._found is None and now - self._missed_at >= ASK_AGAIN_S:
            try:
                self._found = await self.find()
            except EmbeddingsUnavailable as error:
                self._missed_at = now
                log.warning("embeddings_unavailable", cause=str(error))
        return self._found


async def index_passages(room_id: UUID, embeddings: Embeddings) -> None:
    """Make the passages of a closed transcript that are missing; idempotent.

    Raises WordsChanged and EmbeddingsUnavailable.
    """
    transcript = await transcript_of(room_id)
    if transcript is None or transcript.status != "closed":
        return
    embedder = await embeddings.current() if await has_vectors() else None
    model = embedder.model if embedder else WORDS_ALONE
    read = await segments_of(room_id, words=False)
    wanted = cut_passages(read)
    there = await indexed_passages(room_id, model)
    kept = [there[each.segment_ids] for each in wanted if each.segment_ids in there]
    new = [each for each in wanted if each.segment_ids not in there]
    if embedder is not None:
        new = await _embedded(new, embedder)
    await save_passages(room_id, transcript.id, transcript.language, model, new, kept=kept, read=read)
    log.info("passages_indexed", room_id=str(room_id), new=len(new), kept=len(kept), model=model)


async def _embedded(passages: list[Passage], embedder: Embedder) -> list[Passage]:
    found: list[Passage] = []
    for begin in range(0, len(passages), BATCH):
        batch = passages[begin : begin + BATCH]
        rows = await embedder.embed([each.text for each in batch], Role.PASSAGE)
        found += [replace(each, embedding=row.tolist()) for each, row in zip(batch, rows, strict=True)]
    return found


async def index_older(embeddings: Embeddings) -> None:
    """Enqueue meetings without passages, or with those of another model, for ever."""
    while True:
        try:
            with acting_as(Actor(WORKER, service="minutes")):
                embedder = await embeddings.current() if await has_vectors() else None
                for room_id in await rooms_to_index(embedder.model if embedder else WORDS_ALONE, OLDER_ROOMS):
                    with acting_as(Actor(WORKER, service="minutes", room_id=room_id)):
                        await enqueue_passages(room_id, only_missing=True)
        except DATABASE_ERRORS as error:
            log.warning("older_meetings_not_looked_for", cause=type(error).__name__)
        await asyncio.sleep(OLDER_EVERY_S)
