"""The summary of a meeting so far: rewritten now and then while it runs, so that it is there when it ends.

It is kept in memory alone: no row has words of it that would have to be forgotten with those they are about.
A worker that did not see the meeting has the model write the summary at the end.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import structlog

from agent.minutes.author import Author
from agent.minutes.block_reading import reading_of
from agent.minutes.meeting_speech import read
from agent.minutes.model_reading import grown
from agent.minutes.spoken_instructions import without_orders
from agent.minutes.text_normalization import stemming_in
from agent.minutes.told_so_far import ToldSoFar, revisions
from server.meeting.summary_blocks import SummaryBlock, blocks_of

LEAST_NEW = 2
"""Blocks after which the summary is written anew, at least,"""
NEW_SHARE = 0.2
"""and this share of all: of an hour it is then written a dozen times, and lacks a fifth of it at most."""
REFUSED_SHARE = 0.5
"""The same after one that the words did not bear out: of twice as much the next is seldom better."""
log = structlog.get_logger()


async def summarise_so_far(room_id: UUID, author: Author) -> None:
    """Have the model summarise a running meeting, if enough of its notes are new and nothing waits."""
    blocks = await blocks_of(room_id)
    if not _is_due(blocks, author.told.get(room_id)):
        return
    spoken = await read(room_id)
    with stemming_in(spoken.language):
        plain = await author.draft(spoken)
        heard = without_orders(spoken)
        minutes = await asyncio.to_thread(grown, plain, heard, await reading_of(blocks, heard))
        async with author.turn:
            written = await author.told.written(room_id, author.summarise(minutes, heard, can_wait=True))
    if written is None or written[1].fault:
        return
    text, ledger = written
    author.told.keep(room_id, ToldSoFar(text, blocks[-1].to_seq, len(blocks), revisions(blocks), ledger))
    log.info(
        "summary_so_far",
        room_id=str(room_id),
        blocks=len(blocks),
        seconds=ledger.seconds,
        is_borne_out=bool(text),
    )


def _is_due(blocks: Sequence[SummaryBlock], told: ToldSoFar | None) -> bool:
    if not blocks or any(each.state in ("queued", "drafted") for each in blocks):
        return False
    if told is None:
        return len(blocks) >= LEAST_NEW
    is_refused = not told.text or told.tried > told.blocks
    new = len(blocks) - max(told.blocks, told.tried)
    return new >= max(LEAST_NEW, (REFUSED_SHARE if is_refused else NEW_SHARE) * len(blocks))
