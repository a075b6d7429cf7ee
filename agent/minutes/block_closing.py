"""Closes the blocks of meetings while they run: now and then, from rows, so that nothing waits for it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import structlog

from agent.minutes.author import Author
from agent.minutes.block_cutting import next_block
from agent.minutes.reading_ahead import read_ahead
from server.meeting.actor import WORKER, Actor, acting_as
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.db import transaction
from server.meeting.queue import enqueue_block, enqueue_model_block
from server.meeting.rooms import room
from server.meeting.segment_rows import Segment
from server.meeting.summary_blocks import add_block, block_states, live_rooms
from server.meeting.transcripts import segments_of, transcript_of

PASS_S = 10.0
QUIET_MS = 30_000
WAITING = ("queued", "drafted")
"""States of a block that rules or the model have yet to note."""
log = structlog.get_logger()


@contextlib.asynccontextmanager
async def closing_blocks(author: Author, pass_s: float = PASS_S) -> AsyncIterator[None]:
    """Look after the meetings that run while the block runs."""
    task = asyncio.create_task(_close_for_ever(author, pass_s))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _close_for_ever(author: Author, pass_s: float) -> None:
    while True:
        try:
            await close_live_blocks(author)
        except DATABASE_ERRORS as error:
            log.warning("blocks_not_closed", cause=type(error).__name__)
        await asyncio.sleep(pass_s)


async def close_live_blocks(author: Author | None = None) -> None:
    """Close what is full in each meeting that runs, and have it noted; what is not is read ahead.

    Of two meetings each would put what was read of the other out of the model's cache.
    """
    running = await live_rooms()
    for room_id in running:
        with acting_as(Actor(WORKER, service="minutes", room_id=room_id)):
            await close_blocks(room_id)
            await _enqueue_unfinished(room_id)
            if author is not None and len(running) == 1:
                await read_ahead(room_id, author)


async def close_blocks(room_id: UUID, *, is_over: bool = False) -> int:
    """Close the blocks that are full, and if the meeting `is_over` all; return how many. Idempotent."""
    transcript = await transcript_of(room_id)
    if transcript is None:
        return 0
    known = await block_states(room_id)
    number = max((number for number, _, _ in known), default=-1)
    after_seq = max((to_seq for _, to_seq, _ in known), default=-1)
    rest = await segments_of(room_id, after_seq, words=False)
    is_quiet = not is_over and await _is_quiet(room_id, rest)
    is_idle = not is_over and all(state not in WAITING for _, _, state in known)
    closed = 0
    while block := next_block(rest, is_quiet=is_quiet, is_idle=is_idle and not closed, is_over=is_over):
        number, rest = number + 1, rest[len(block) :]
        async with transaction():
            if not await add_block(room_id, transcript.id, number, block):
                break
            if not is_over:
                await enqueue_block(room_id, number)
        closed += 1
        log.info("block_closed", room_id=str(room_id), number=number, segments=len(block))
    return closed


async def _is_quiet(room_id: UUID, rest: list[Segment]) -> bool:
    """Whether nobody has spoken for a while."""
    begun = (await room(room_id)).started_at
    if begun is None or not rest:
        return False
    now_ms = (datetime.now(UTC) - begun).total_seconds() * 1000
    return now_ms - max(each.end_ms for each in rest) >= QUIET_MS


async def _enqueue_unfinished(room_id: UUID) -> None:
    """Enqueue again what has no job any more: blocks that were reset, or whose job was lost."""
    for number, _, state in await block_states(room_id):
        if state == "queued":
            await enqueue_block(room_id, number, only_missing=True)
        elif state == "drafted":
            await enqueue_model_block(room_id, number, only_missing=True)
