"""Makes a meeting's minutes of the notes of its blocks: most were taken while people talked."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import structlog

from agent.minutes.author import Author
from agent.minutes.block_closing import close_blocks
from agent.minutes.block_noting import have_noted, is_unread
from agent.minutes.block_reading import reading_of
from agent.minutes.minutes_so_far import at_end, has_summary, minutes_so_far
from agent.minutes.special.sections import special_statements
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
    """Return minutes by rules, with what the model noted and summarised while the meeting ran."""
    plain = await author.draft(spoken)
    if not author.has_model:
        return plain
    await close_blocks(room_id, is_over=True)
    return await _grown(room_id, plain, spoken, author)


async def phrased(
    room_id: UUID,
    spoken: MeetingSpeech,
    author: Author,
    change_bus: ChangeBus,
    grow: Callable[[Minutes], Awaitable[None]] | None = None,
) -> Minutes:
    """Have the model note the blocks it has not read yet, and summarise them all.

    `grow` is given the minutes after the last block, if the model is still to be asked for more than notes,
    and after others, at most GROWTHS times.
    """
    plain = await author.draft(spoken)
    if not author.has_model:
        return await author.phrase(plain, spoken)
    author.told.stop(room_id)
    left = await _unread(room_id)

    async def has_grown() -> None:
        if grow is not None:
            await grow(await _grown(room_id, plain, spoken, author))

    await _read_rest(left, room_id, author, change_bus, has_grown)
    blocks = await blocks_of(room_id)
    told = at_end(author.told.get(room_id), blocks, spoken)
    if left and (special_statements(spoken, plain) or not has_summary(told, spoken)):
        await has_grown()
    final = await author.phrase(plain, spoken, await reading_of(blocks, without_orders(spoken)), told)
    author.told.take(room_id)
    return final


async def _unread(room_id: UUID) -> Sequence[SummaryBlock]:
    await close_blocks(room_id, is_over=True)
    blocks = await blocks_of(room_id)
    left = [each for each in blocks if is_unread(each)]
    log.info("minutes_of_blocks", room_id=str(room_id), blocks=len(blocks), unread=len(left))
    return left


async def _read_rest(
    left: Sequence[SummaryBlock],
    room_id: UUID,
    author: Author,
    change_bus: ChangeBus,
    has_grown: Callable[[], Awaitable[None]],
) -> None:
    now = asyncio.get_running_loop().time
    began, failed = now(), 0
    for at, block in enumerate(left, start=1):
        if failed >= MAX_FAILED_IN_A_ROW or now() > began + MAX_MEETING_S:
            break
        is_read = await have_noted(room_id, block.number, author, change_bus)
        failed = 0 if is_read else failed + 1
        is_step = at < len(left) and at % (1 + len(left) // GROWTHS) == 0
        if is_read and is_step:
            await has_grown()


async def _grown(room_id: UUID, plain: Minutes, spoken: MeetingSpeech, author: Author) -> Minutes:
    blocks, heard = await blocks_of(room_id), without_orders(spoken)
    told = at_end(author.told.get(room_id), blocks, spoken)
    return await asyncio.to_thread(minutes_so_far, plain, heard, await reading_of(blocks, heard), told)
