"""Makes a meeting's minutes of the notes of its blocks: most were taken while people talked."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import structlog

from agent.minutes.author import Author
from agent.minutes.block_closing import close_blocks
from agent.minutes.block_noting import have_noted, is_unread
from agent.minutes.block_reading import reading_of
from agent.minutes.llm.errors import ModelSilent
from agent.minutes.meeting_speech import read
from agent.minutes.minutes_so_far import at_end, has_summary, minutes_so_far
from agent.minutes.special.sections import special_statements
from agent.minutes.special.wishes import wished_language
from agent.minutes.spoken_instructions import without_orders
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.change_bus import ChangeBus
from server.meeting.minutes import Minutes
from server.meeting.summary_blocks import SummaryBlock, block_of, blocks_of

MAX_MEETING_S = 1800.0
"""The model's time for what it has not read when the meeting ends."""
MAX_FAILED_IN_A_ROW = 2
"""After so many blocks without a usable answer the model is given up."""
MAX_LOOKS = 3
"""So many times what was said is read, if it is corrected while the model reads."""
GROWTHS = 6
"""Each version is kept, and costs its readers a look: long minutes grow by several blocks at a time."""
log = structlog.get_logger()


async def drafted(room_id: UUID, spoken: MeetingSpeech, author: Author) -> Minutes:
    """Return minutes by rules, with what the model noted and summarised while the meeting ran."""
    if not author.has_model:
        return await author.draft(spoken)
    await close_blocks(room_id, is_over=True)
    return await minutes_until_now(room_id, spoken, author)


async def minutes_until_now(room_id: UUID, spoken: MeetingSpeech, author: Author) -> Minutes:
    """Return minutes by rules, with what a model has noted and summarised; it may be switched off by now."""
    return await _grown(room_id, await author.draft(spoken), spoken, author)


async def phrased(
    room_id: UUID,
    spoken: MeetingSpeech,
    author: Author,
    change_bus: ChangeBus,
    grow: Callable[[Minutes, MeetingSpeech], Awaitable[None]] | None = None,
) -> tuple[Minutes, MeetingSpeech]:
    """Have the model note the blocks it has not read yet, and summarise them all.

    Returns the minutes with what was said as they have it: it may be corrected while the model reads.
    `grow` is given the minutes after the last block, if the model is still to be asked for more than notes,
    and after others, at most GROWTHS times.
    """
    plain = await author.draft(spoken)
    if not author.has_model:
        return await author.phrase(plain, spoken), spoken
    author.told.stop(room_id)

    async def has_grown() -> None:
        if grow is not None:
            await grow(await _grown(room_id, plain, spoken, author), spoken)

    has_read, until = False, asyncio.get_running_loop().time() + MAX_MEETING_S
    for _ in range(MAX_LOOKS):
        if not (left := await _unread(room_id)):
            break
        has_read = True
        await _read_rest(left, room_id, author, change_bus, has_grown, until)
        now = await read(room_id)
        if now.segments == spoken.segments:
            break
        spoken, plain = now, await author.draft(now)
    blocks = await blocks_of(room_id)
    told = at_end(author.told.get(room_id), blocks, spoken)
    has_sections = "custom" in spoken.template.kinds or special_statements(spoken, plain)
    is_summarised = has_summary(told, spoken) or wished_language(spoken)
    if has_read and (has_sections or not is_summarised):
        await has_grown()
    final = await author.phrase(plain, spoken, await reading_of(blocks, without_orders(spoken)), told)
    author.told.take(room_id)
    return final, spoken


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
    until: float,
) -> None:
    now, failed = asyncio.get_running_loop().time, 0
    for at, block in enumerate(left, start=1):
        if failed >= MAX_FAILED_IN_A_ROW or now() > until:
            break
        is_read = await have_noted(room_id, block.number, author, change_bus)
        if not is_read and await _was_silent(room_id, block.number):
            break
        failed = 0 if is_read else failed + 1
        is_step = at < len(left) and at % (1 + len(left) // GROWTHS) == 0
        if is_read and is_step:
            await has_grown()


async def _was_silent(room_id: UUID, number: int) -> bool:
    """Whether the model did not begin to answer: each further block would be waited for as long."""
    block = await block_of(room_id, number)
    return bool(block and block.provenance and block.provenance.fault == ModelSilent.reason)


async def _grown(room_id: UUID, plain: Minutes, spoken: MeetingSpeech, author: Author) -> Minutes:
    blocks, heard = await blocks_of(room_id), without_orders(spoken)
    told = at_end(author.told.get(room_id), blocks, spoken)
    return await asyncio.to_thread(minutes_so_far, plain, heard, await reading_of(blocks, heard), told)
