"""Notes a block of a meeting: by rules at once, then by the model, both verified against the block alone."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import structlog

from agent.minutes.author import Author
from agent.minutes.extractive import extract
from agent.minutes.machine_load import machine_is_free
from agent.minutes.meeting_speech import read
from agent.minutes.merge_notes import merged
from agent.minutes.model_reading import ModelReading
from agent.minutes.provenance import coverage
from agent.minutes.running_summary import summarise_so_far
from agent.minutes.text_normalization import stemming_in
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.block_notes import BlockNotes
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.db import transaction
from server.meeting.minutes import Minutes
from server.meeting.queue import enqueue_model_block
from server.meeting.summary_blocks import Cause, SummaryBlock, block_of, save_block

PAUSE_S = 5.0
PATIENCE = 60
"""Looks, PAUSE_S apart, before the job gives its place to others."""
log = structlog.get_logger()


async def note_block(room_id: UUID, number: int, author: Author, change_bus: ChangeBus) -> None:
    """Note a closed block by rules, and have the model note it if there is one; idempotent."""
    block = await block_of(room_id, number)
    if block is None or block.state != "queued":
        return
    spoken = await read(room_id, block)
    with stemming_in(spoken.language):
        notes = await asyncio.to_thread(notes_by_rules, spoken)
    noted = replace(block, notes=notes, provenance=coverage(spoken))
    follows = author.has_model and bool(spoken.lines)
    async with transaction():
        is_saved = await save_block(room_id, noted, "draft" if follows else "note", read=spoken.segments)
        if is_saved and follows:
            await enqueue_model_block(room_id, number)
    await _tell(room_id, noted, change_bus, is_saved=is_saved)


def notes_by_rules(spoken: MeetingSpeech) -> BlockNotes:
    """Extract the notes of what was said; nothing from nothing."""
    return notes_in(extract(spoken)) if spoken.lines else BlockNotes()


def notes_in(minutes: Minutes) -> BlockNotes:
    """Take the notes out of minutes."""
    return BlockNotes(
        topics=tuple(minutes.topics),
        key_points=tuple(minutes.key_points),
        decisions=tuple(minutes.decisions),
        actions=tuple(minutes.actions),
        questions=tuple(minutes.open_questions),
    )


async def note_block_by_model(
    room_id: UUID,
    number: int,
    author: Author,
    change_bus: ChangeBus,
    *,
    is_free: Callable[[UUID], Awaitable[bool]] = machine_is_free,
) -> None:
    """Have the model note a block of a running meeting, once the machine has time for it; idempotent.

    Gives way for a while; then the block waits in its row, and is enqueued again while the meeting runs.
    """
    for _ in range(PATIENCE):
        block = await block_of(room_id, number)
        if block is None or block.state != "drafted":
            return
        if await is_free(room_id):
            if await have_noted(room_id, number, author, change_bus):
                await summarise_so_far(room_id, author)
            return
        log.info("block_gives_way", room_id=str(room_id), number=number)
        await asyncio.sleep(PAUSE_S)


async def have_noted(room_id: UUID, number: int, author: Author, change_bus: ChangeBus) -> bool:
    """Have the model note a block that it has not read, and store that; False if it could not.

    One at a time: who waited for another's turn finds the block noted.
    """
    async with author.turn:
        block = await block_of(room_id, number)
        if block is None or not is_unread(block):
            return block is not None
        spoken = await read(room_id, block)
        with stemming_in(spoken.language):
            reading = await author.note(spoken)
            notes = await asyncio.to_thread(_shown, spoken, reading)
        noted = replace(block, notes=notes, model_notes=reading.notes, provenance=reading.ledger)
        cause: Cause = "note" if reading.is_whole else "fail"
        is_saved = await save_block(room_id, noted, cause, read=spoken.segments)
    await _tell(room_id, noted, change_bus, is_saved=is_saved)
    return reading.is_whole


def is_unread(block: SummaryBlock) -> bool:
    """Whether there are words of the block that no model has read; also if there was none to read them."""
    ledger = block.provenance
    return block.state != "noted" or (ledger is not None and not ledger.parts and ledger.segments_used > 0)


def _shown(spoken: MeetingSpeech, reading: ModelReading) -> BlockNotes:
    """The notes by rules, in the model's words where it has some."""
    if not spoken.lines:
        return BlockNotes()
    plain = extract(spoken)
    if not reading.ledger.parts_read:
        return notes_in(plain)
    return notes_in(merged(plain, reading.found, spoken, whole=reading.is_whole))


async def _tell(room_id: UUID, block: SummaryBlock, change_bus: ChangeBus, *, is_saved: bool) -> None:
    log.info("block_noted", room_id=str(room_id), number=block.number, kept=is_saved)
    await change_bus.publish(ChangeEvent("notes", room_id))


async def give_up_block(room_id: UUID, number: int) -> None:
    """Say of a block that it could not be noted; what rules found of it stays."""
    block = await block_of(room_id, number)
    if block is not None and block.state in ("queued", "drafted"):
        await save_block(room_id, block, "fail", read=())
