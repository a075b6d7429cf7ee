"""Makes a meeting's minutes of the notes of its blocks: most were taken while people talked."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import structlog

from agent.minutes.author import Author
from agent.minutes.block_closing import close_blocks
from agent.minutes.block_noting import have_noted, is_unread
from agent.minutes.model_reading import ModelReading, grown, read_again, together
from agent.minutes.spoken_instructions import without_orders
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.change_bus import ChangeBus
from server.meeting.minutes import Minutes
from server.meeting.summary_blocks import SummaryBlock, blocks_of

MAX_MEETING_S = 1800.0
"""The model's time for what it has not read when the meeting ends."""
MAX_FAILED_IN_A_ROW = 2
"""After so many blocks without a usable answer the model is given up."""
GROWTHS = 6
"""Each version is kept, and costs its readers a look: long minutes grow by several blocks at a time."""
log = structlog.get_logger()


async def drafted(room_id: UUID, spoken: MeetingSpeech, author: Author) -> Minutes:
    """Return minutes by rules, with what the model noted while the meeting ran."""
    plain = await author.draft(spoken)
    if not author.has_model:
        return plain
    await close_blocks(room_id, is_over=True)
    return await _grown(plain, spoken, await blocks_of(room_id))


async def phrased(
    room_id: UUID,
    spoken: MeetingSpeech,
    author: Author,
    change_bus: ChangeBus,
    grow: Callable[[Minutes], Awaitable[None]] | None = None,
) -> Minutes:
    """Have the model note the blocks it has not read yet, and summarise them all.

    `grow` is given the minutes after each block but the last, at most GROWTHS times.
    """
    plain = await author.draft(spoken)
    if not author.has_model:
        return await author.phrase(plain, spoken)
    await close_blocks(room_id, is_over=True)
    blocks = await blocks_of(room_id)
    left = [each.number for each in blocks if is_unread(each)]
    log.info("minutes_of_blocks", room_id=str(room_id), blocks=len(blocks), unread=len(left))
    deadline, failed = asyncio.get_running_loop().time() + MAX_MEETING_S, 0
    for at, number in enumerate(left, start=1):
        if failed >= MAX_FAILED_IN_A_ROW or asyncio.get_running_loop().time() > deadline:
            break
        is_read = await have_noted(room_id, number, author, change_bus)
        failed = 0 if is_read else failed + 1
        is_step = at < len(left) and at % (1 + len(left) // GROWTHS) == 0
        if grow is not None and is_read and is_step:
            await grow(await _grown(plain, spoken, await blocks_of(room_id)))
    reading = await _reading(await blocks_of(room_id), spoken)
    async with author.turn:
        return await author.phrase(plain, spoken, reading)


async def _grown(plain: Minutes, spoken: MeetingSpeech, blocks: Sequence[SummaryBlock]) -> Minutes:
    return await asyncio.to_thread(grown, plain, without_orders(spoken), await _reading(blocks, spoken))


async def _reading(blocks: Sequence[SummaryBlock], spoken: MeetingSpeech) -> ModelReading:
    """The model's notes of all blocks, verified against the words as they are now."""
    heard = without_orders(spoken)
    return await asyncio.to_thread(lambda: together(read_again(each, heard) for each in blocks))
