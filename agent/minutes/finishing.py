"""Makes a meeting's minutes of the notes of its blocks: most were taken while people talked."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from uuid import UUID

import structlog

from agent.minutes.author import Author
from agent.minutes.block_closing import close_blocks
from agent.minutes.block_noting import have_noted, is_unread
from agent.minutes.block_reading import reading_of
from agent.minutes.model_reading import grown
from agent.minutes.spoken_instructions import without_orders
from agent.minutes.told_so_far import ToldSoFar
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.change_bus import ChangeBus
from server.meeting.minutes import Minutes
from server.meeting.summary_blocks import SummaryBlock, blocks_of

MAX_MEETING_S = 1800.0
"""The model's time for what it has not read when the meeting ends."""
MAX_FAILED_IN_A_ROW = 2
"""After so many blocks without a usable answer the model is given up."""
SOON_S = 10.0
"""What is left of a meeting is noted in such a time, so that the final minutes are there within 15 s: what is
not finished of an answer by then is left out."""
SHORT_S = 30.0
"""Where more is left than the model can be expected to note in so long, it takes the time it takes."""
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
    author.told.stop(room_id)
    with author.haste.until_over(room_id):
        await _read_rest(room_id, plain, spoken, author, change_bus, grow)
    blocks = await blocks_of(room_id)
    reading = await reading_of(blocks, without_orders(spoken))
    told = _still(author.told.take(room_id), blocks, spoken)
    async with author.turn:
        return await author.phrase(plain, spoken, reading, told)


async def _read_rest(
    room_id: UUID,
    plain: Minutes,
    spoken: MeetingSpeech,
    author: Author,
    change_bus: ChangeBus,
    grow: Callable[[Minutes], Awaitable[None]] | None,
) -> None:
    await close_blocks(room_id, is_over=True)
    blocks = await blocks_of(room_id)
    left = [each for each in blocks if is_unread(each)]
    log.info("minutes_of_blocks", room_id=str(room_id), blocks=len(blocks), unread=len(left))
    now = asyncio.get_running_loop().time
    is_short = sum(author.reading_s(_said_in(each, spoken)) for each in left) <= SHORT_S
    began, failed = now(), 0
    for at, block in enumerate(left, start=1):
        if failed >= MAX_FAILED_IN_A_ROW or now() > began + MAX_MEETING_S:
            break
        if is_short:
            author.haste.want(room_id, began + SOON_S * at / len(left))
        is_read = await have_noted(room_id, block.number, author, change_bus)
        failed = 0 if is_read else failed + 1
        is_step = at < len(left) and at % (1 + len(left) // GROWTHS) == 0
        if grow is not None and is_read and is_step:
            await grow(await _grown(plain, spoken, await blocks_of(room_id)))


def _said_in(block: SummaryBlock, spoken: MeetingSpeech) -> MeetingSpeech:
    """The block's lines, numbered as the model is given them."""
    there = {each.id for each in spoken.segments if block.has(each)}
    lines = [line for line in spoken.lines if not there.isdisjoint(line.segments)]
    return replace(spoken, lines=tuple(replace(line, number=at) for at, line in enumerate(lines, start=1)))


def _still(told: ToldSoFar | None, blocks: Sequence[SummaryBlock], spoken: MeetingSpeech) -> ToldSoFar | None:
    return told if told and told.stands(blocks, [each.seq for each in spoken.segments]) else None


async def _grown(plain: Minutes, spoken: MeetingSpeech, blocks: Sequence[SummaryBlock]) -> Minutes:
    heard = without_orders(spoken)
    return await asyncio.to_thread(grown, plain, heard, await reading_of(blocks, heard))
