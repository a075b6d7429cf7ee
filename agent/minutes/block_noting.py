"""Notes a block of a meeting: by rules at once, then by the model, both verified against the block alone."""

import asyncio
from dataclasses import replace
from uuid import UUID

import structlog

from agent.minutes.extractive import extract
from agent.minutes.provenance import coverage
from agent.minutes.text_normalization import stemming_in
from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.writing import Author, read
from server.meeting.block_notes import BlockNotes
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.db import transaction
from server.meeting.minutes import Minutes
from server.meeting.queue import enqueue_model_block
from server.meeting.summary_blocks import SummaryBlock, block_of, save_block

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
    )


async def _tell(room_id: UUID, block: SummaryBlock, change_bus: ChangeBus, *, is_saved: bool) -> None:
    log.info("block_noted", room_id=str(room_id), number=block.number, kept=is_saved)
    await change_bus.publish(ChangeEvent("notes", room_id))


async def give_up_block(room_id: UUID, number: int) -> None:
    """Say of a block that it could not be noted; what rules found of it stays."""
    block = await block_of(room_id, number)
    if block is not None and block.state in ("queued", "drafted"):
        await save_block(room_id, block, "fail", read=())
