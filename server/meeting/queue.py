"""The work queue (pgqueuer): jobs are enqueued in the same transaction as their cause."""

from uuid import UUID

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from server.meeting.actor import actor
from server.meeting.db import connection, fetch, transaction

MINUTES = "minutes"
"""The entry point that drafts minutes without a model; its payload is the room's id as text."""
MODEL_MINUTES = "model_minutes"
"""The entry point that has the model phrase drafted minutes; the same payload."""
COMPLETE_MINUTES = "complete_minutes"
"""The entry point that drafts minutes again once the transcriber has finished; the same payload."""
REWRITE_MINUTES = "rewrite_minutes"
"""The entry point that writes final minutes again, of a corrected transcript; the same payload."""
MIX = "mix_recording"
"""The entry point that mixes the parts of a recording; the same payload."""
FORGET_WORDS = "forget_words"
"""The entry point for what follows once words were forgotten; the same payload."""
IMPORT = "import"
"""The entry point that turns an uploaded file into a meeting; its payload is the import's id as text."""
NOTE_BLOCK = "note_block"
"""The entry point that notes a block of a meeting by rules; payload: the room's id, BLOCK is a header."""
MODEL_BLOCK = "model_block"
"""The entry point that has the model note a block; the same payload and header."""
BLOCK = "block"
"""The header with the number of a block."""
PASSAGES = "passages"
"""The entry point that makes a meeting's passages; its payload is the room's id as text."""
ANSWER = "answer"
"""The entry point that answers a question; its payload is the question's id as text."""
BEFORE_MINUTES = 1
"""The priority of what somebody waits for who looks at the page."""
BEHIND_MINUTES = -1
"""The priority of what nobody waits for."""
REQUEST = "request_id"
"""The header with the id of the causing request; the audit records it for the worker's writes, too."""


async def enqueue_minutes(room_id: UUID) -> None:
    """Enqueue the minutes of a room; does nothing while such a job waits or runs."""
    await _enqueue(MINUTES, room_id)


async def enqueue_model_minutes(room_id: UUID) -> None:
    """Enqueue the model's pass over drafted minutes; does nothing while such a job waits or runs."""
    await _enqueue(MODEL_MINUTES, room_id)


async def enqueue_complete_minutes(room_id: UUID) -> None:
    """Enqueue the second draft of minutes; does nothing while such a job waits or runs."""
    await _enqueue(COMPLETE_MINUTES, room_id)


async def enqueue_rewriting(room_id: UUID) -> None:
    """Enqueue the rewriting of final minutes; does nothing while such a job waits or runs."""
    await _enqueue(REWRITE_MINUTES, room_id)


async def enqueue_mix(room_id: UUID) -> None:
    """Enqueue the mix of a meeting's recording; does nothing while such a job waits or runs."""
    await _enqueue(MIX, room_id)


async def enqueue_forgetting(room_id: UUID) -> None:
    """Enqueue what follows once words were forgotten; does nothing while such a job waits or runs."""
    await _enqueue(FORGET_WORDS, room_id)


async def enqueue_import(import_id: UUID) -> None:
    """Enqueue an import behind all minutes; does nothing while such a job waits or runs."""
    await _enqueue(IMPORT, import_id, priority=BEHIND_MINUTES)


async def enqueue_passages(room_id: UUID) -> None:
    """Enqueue the passages of a meeting; does nothing while such a job waits or runs."""
    await _enqueue(PASSAGES, room_id, priority=BEHIND_MINUTES)


async def enqueue_answer(question_id: UUID) -> None:
    """Enqueue the answer to a question before all minutes."""
    await _enqueue(ANSWER, question_id, priority=BEFORE_MINUTES)


async def enqueue_block(room_id: UUID, number: int) -> None:
    """Enqueue the notes of a block by rules; does nothing while such a job waits or runs."""
    await _enqueue(NOTE_BLOCK, room_id, priority=BEHIND_MINUTES, block=number)


async def enqueue_model_block(room_id: UUID, number: int) -> None:
    """Enqueue the model's notes of a block; does nothing while such a job waits or runs."""
    await _enqueue(MODEL_BLOCK, room_id, priority=BEHIND_MINUTES, block=number)


async def queue_state() -> dict[tuple[str, str], tuple[int, float]]:
    """Count the jobs and the age in seconds of the oldest, by entry point and state."""
    rows = await fetch(
        """
        SELECT entrypoint, status::text AS state, count(*) AS jobs,
               extract(epoch FROM now() - min(created))::float8 AS age_s
          FROM pgqueuer WHERE status IN ('queued', 'picked') GROUP BY 1, 2
        """
    )
    return {(row["entrypoint"], row["state"]): (row["jobs"], row["age_s"]) for row in rows}


async def _enqueue(entrypoint: str, room_id: UUID, *, priority: int = 0, block: int | None = None) -> None:
    of_block, header = ("", {}) if block is None else (f":{block}", {BLOCK: str(block)})
    async with transaction():
        await Queries(AsyncpgDriver(connection())).enqueue(
            [entrypoint],
            [str(room_id).encode()],
            [priority],
            dedupe_key=[f"{entrypoint}:{room_id}{of_block}"],
            headers=[{REQUEST: actor().request_id, **header}],
            on_conflict="skip",
        )
