"""Makes a meeting's minutes of the notes of its blocks: most were taken while people talked."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
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
from server.meeting.minutes_provenance import Provenance
from server.meeting.summary_blocks import SummaryBlock, blocks_of

MAX_MEETING_S = 1800.0
"""The model's time for what it has not read when the meeting ends."""
MAX_FAILED_IN_A_ROW = 2
"""After so many blocks without a usable answer the model is given up."""
WANTED_S = 14.0
"""So long after a meeting's end its minutes are final: what the model has not noted of its last minute by
then is in them by rules, which their ledger says, and the model's notes follow."""
SOON_SHARE = 0.7
"""Of the time until then, after which what is not finished of an answer is left out."""
LEAST_S = 3.0
"""So long the model is waited for in any case."""
LITTLE = 0.2
SHORT_S = 30.0
"""Where more than this share of the segments is left, and more than the model can be expected to note in so
long, it takes the time it takes, and the minutes grow."""
GROWTHS = 6
"""Each version is kept, and costs its readers a look: long minutes grow by several blocks at a time."""
UNTOLD = ToldSoFar("", -1, 0, (), Provenance())
"""No summary, and none to be asked for."""
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
    *,
    ended_at: datetime | None = None,
) -> tuple[Minutes, bool]:
    """Have the model note the blocks it has not read yet, and summarise them all.

    `grow` is given the minutes after each block but the last, at most GROWTHS times. Of a meeting that has
    just ended, at `ended_at`, little is left and not waited for: whether some was is the second value.
    """
    began = asyncio.get_running_loop().time()
    plain = await author.draft(spoken)
    if not author.has_model:
        return await author.phrase(plain, spoken), False
    author.told.stop(room_id)
    with author.haste.until_over(room_id):
        left = await _unread(room_id)
        until = None
        if ended_at is not None and _is_little(left, spoken, author):
            until = _until(ended_at, began)
        with _limited(until) as limit:
            async with limit:
                await _read_rest(left, room_id, plain, spoken, author, change_bus, grow, until)
        is_late = limit.expired()
    blocks = await blocks_of(room_id)
    reading = await reading_of(blocks, without_orders(spoken))
    told = author.told.take(room_id)
    still = told and told.at_end(blocks, [each.seq for each in spoken.segments])
    if still is None and not is_late:
        with _limited(until) as limit:
            async with limit:
                return await author.phrase(plain, spoken, reading), False
        is_late = True
    if is_late and told is not None:
        author.told.keep(room_id, told)
    return await author.phrase(plain, spoken, reading, still or UNTOLD), is_late


def _is_little(left: Sequence[SummaryBlock], spoken: MeetingSpeech, author: Author) -> bool:
    unread = sum(any(block.has(each) for block in left) for each in spoken.segments)
    expected_s = sum(author.reading_s(_said_in(each, spoken)) for each in left)
    return unread <= LITTLE * len(spoken.segments) or expected_s <= SHORT_S


def _until(ended_at: datetime, began: float) -> float:
    """When the model has to be done: minutes of its notes take about as long as those by rules took."""
    now = asyncio.get_running_loop().time()
    since_s = (datetime.now(UTC) - ended_at).total_seconds()
    return now + max(LEAST_S, WANTED_S - since_s - (now - began))


@contextmanager
def _limited(until: float | None) -> Iterator[asyncio.Timeout]:
    """Give up what is awaited in it at that time of the event loop."""
    limit = asyncio.timeout_at(until)
    try:
        yield limit
    except TimeoutError:
        if not limit.expired():
            raise
        log.info("minutes_not_waited_for")


async def _unread(room_id: UUID) -> list[SummaryBlock]:
    await close_blocks(room_id, is_over=True)
    blocks = await blocks_of(room_id)
    left = [each for each in blocks if is_unread(each)]
    log.info("minutes_of_blocks", room_id=str(room_id), blocks=len(blocks), unread=len(left))
    return left


async def _read_rest(
    left: Sequence[SummaryBlock],
    room_id: UUID,
    plain: Minutes,
    spoken: MeetingSpeech,
    author: Author,
    change_bus: ChangeBus,
    grow: Callable[[Minutes], Awaitable[None]] | None,
    until: float | None,
) -> None:
    now = asyncio.get_running_loop().time
    began, failed = now(), 0
    for at, block in enumerate(left, start=1):
        if failed >= MAX_FAILED_IN_A_ROW or now() > began + MAX_MEETING_S:
            break
        if until is not None:
            author.haste.want(room_id, began + SOON_SHARE * (until - began) * at / len(left))
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


async def _grown(plain: Minutes, spoken: MeetingSpeech, blocks: Sequence[SummaryBlock]) -> Minutes:
    heard = without_orders(spoken)
    return await asyncio.to_thread(grown, plain, heard, await reading_of(blocks, heard))
