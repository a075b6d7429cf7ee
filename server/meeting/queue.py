"""The work queue (pgqueuer): jobs are enqueued in the same transaction as their cause.

Of one kind and meeting one job waits or runs. What is asked for while it waits, it does. While it runs it has
read its input already: it is marked, and enqueued again when it ends (migration m0080). With `only_missing`
nothing is asked for anew: that is for who sees to it that a job is there.
"""

from uuid import UUID

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from server.meeting.actor import actor
from server.meeting.db import connection, execute, fetch, to_json, transaction

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
    """Enqueue the minutes of a room."""
    await _enqueue(MINUTES, room_id)


async def enqueue_model_minutes(room_id: UUID, *, only_missing: bool = False) -> None:
    """Enqueue the model's pass over drafted minutes."""
    await _enqueue(MODEL_MINUTES, room_id, only_missing=only_missing)


async def enqueue_complete_minutes(room_id: UUID, *, only_missing: bool = False) -> None:
    """Enqueue the second draft of minutes."""
    await _enqueue(COMPLETE_MINUTES, room_id, only_missing=only_missing)


async def enqueue_rewriting(room_id: UUID) -> None:
    """Enqueue the rewriting of final minutes."""
    await _enqueue(REWRITE_MINUTES, room_id)


async def enqueue_mix(room_id: UUID, *, only_missing: bool = False) -> None:
    """Enqueue the mix of a meeting's recording."""
    await _enqueue(MIX, room_id, only_missing=only_missing)


async def enqueue_forgetting(room_id: UUID) -> None:
    """Enqueue what follows once words were forgotten."""
    await _enqueue(FORGET_WORDS, room_id)


async def enqueue_import(import_id: UUID) -> None:
    """Enqueue an import behind all minutes."""
    await _enqueue(IMPORT, import_id, priority=BEHIND_MINUTES)


async def enqueue_passages(room_id: UUID, *, only_missing: bool = False) -> None:
    """Enqueue the passages of a meeting."""
    await _enqueue(PASSAGES, room_id, priority=BEHIND_MINUTES, only_missing=only_missing)


async def enqueue_answer(question_id: UUID) -> None:
    """Enqueue the answer to a question before all minutes."""
    await _enqueue(ANSWER, question_id, priority=BEFORE_MINUTES)


async def enqueue_block(room_id: UUID, number: int, *, only_missing: bool = False) -> None:
    """Enqueue the notes of a block by rules."""
    await _enqueue(NOTE_BLOCK, room_id, priority=BEHIND_MINUTES, block=number, only_missing=only_missing)


async def enqueue_model_block(room_id: UUID, number: int, *, only_missing: bool = False) -> None:
    """Enqueue the model's notes of a block."""
    await _enqueue(MODEL_BLOCK, room_id, priority=BEHIND_MINUTES, block=number, only_missing=only_missing)


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


async def _enqueue(
    entrypoint: str, room_id: UUID, *, priority: int = 0, block: int | None = None, only_missing: bool = False
) -> None:
    of_block, header = ("", {}) if block is None else (f":{block}", {BLOCK: str(block)})
    key, headers = f"{entrypoint}:{room_id}{of_block}", {REQUEST: actor().request_id, **header}
    async with transaction():
        while True:
            (new,) = await Queries(AsyncpgDriver(connection())).enqueue(
                [entrypoint],
                [str(room_id).encode()],
                [priority],
                dedupe_key=[key],
                headers=[headers],
                on_conflict="skip",
            )
            if new is not None or only_missing or await _ask_again(key, headers):
                return


async def _ask_again(key: str, headers: dict[str, str]) -> bool:
    """Have the job run again if it runs; False if it has ended just now.

    Its row stays locked: until this transaction is committed it neither begins nor ends.
    """
    return bool(
        await execute(
            "UPDATE pgqueuer SET asked_again = $2 WHERE dedupe_key = $1 AND status IN ('queued', 'picked')",
            key,
            to_json(headers),
        )
    )
