"""Blocks of a running meeting: closed from rows, noted by rules, void when their words change."""

import asyncio
from dataclasses import replace

import pytest

from agent.minutes.block_closing import close_blocks, close_live_blocks
from agent.minutes.block_noting import note_block
from agent.minutes.writing import Extractor, read
from server.meeting.actor import WORKER, Actor, acting_as
from server.meeting.block_notes import BlockNotes
from server.meeting.change_bus import ChangeBus
from server.meeting.db import execute, fetch
from server.meeting.forgotten_words import WordsForgotten, forget_words
from server.meeting.live_notes import live_notes
from server.meeting.minutes import Decision
from server.meeting.rooms import room
from server.meeting.summary_blocks import SummaryBlock, add_block, blocks_of, save_block
from server.meeting.transcripts import segments_of, transcript_of
from tests.conftest import Meeting
from tests.integration.minutes.conftest import PATIENCE_S, POLL_S, SAID, Queue, say, working

DECIDED = "We decided to postpone the launch until the ticket shop works on phones."
FOUR_TIMES = SAID * 8
"""More than five minutes."""


async def one_block(meeting: Meeting) -> SummaryBlock:
    """Close everything said as one block."""
    said = await segments_of(meeting.room.id)
    transcript = await transcript_of(meeting.room.id)
    assert transcript is not None
    assert await add_block(meeting.room.id, transcript.id, 0, said)
    return (await blocks_of(meeting.room.id))[0]


async def test_closed_while_people_talk(meeting: Meeting, queue: Queue) -> None:
    """A worker closes the blocks of a running meeting, and notes them without being asked."""
    await say(meeting, FOUR_TIMES)
    async with working(queue, Extractor()), asyncio.timeout(PATIENCE_S):
        while [each.state for each in await blocks_of(meeting.room.id)] != ["noted"]:  # noqa: ASYNC110  rows
            await asyncio.sleep(POLL_S)
    (block,) = await blocks_of(meeting.room.id)
    assert [claim.text for claim in block.notes.decisions] == [DECIDED]
    assert {each.assignee for each in block.notes.actions} == {"Bob", "Gus"}


async def test_closed_once(meeting: Meeting) -> None:
    """Two workers that look at once close each block once."""
    await say(meeting, FOUR_TIMES)
    await asyncio.gather(close_live_blocks(), close_live_blocks())
    assert [each.number for each in await blocks_of(meeting.room.id)] == [0]
    jobs = await fetch("SELECT dedupe_key FROM pgqueuer WHERE entrypoint = 'note_block'")
    assert [row[0] for row in jobs] == [f"note_block:{meeting.room.id}:0"]


async def test_as_the_worker(meeting: Meeting) -> None:
    """The worker sees which meetings run, and writes blocks of the one its job is about only."""
    await say(meeting, FOUR_TIMES)
    with acting_as(Actor(WORKER)):
        await close_live_blocks()
        assert await blocks_of(meeting.room.id) == []
    with acting_as(Actor(WORKER, room_id=meeting.room.id)):
        assert len(await blocks_of(meeting.room.id)) == 1


async def test_rest_at_the_end(meeting: Meeting) -> None:
    """When the meeting is over all that was said is in blocks, and nothing is closed twice."""
    await say(meeting, (*FOUR_TIMES, *SAID))
    assert [await close_blocks(meeting.room.id, is_over=True) for _ in range(2)] == [2, 0]
    blocks = await blocks_of(meeting.room.id)
    assert (blocks[0].from_seq, blocks[0].to_seq + 1, blocks[1].to_seq) == (0, blocks[1].from_seq, 62)


async def test_nothing_said(meeting: Meeting) -> None:
    """A meeting without a word has no blocks."""
    assert await close_blocks(meeting.room.id, is_over=True) == 0


async def test_correction_resets(meeting: Meeting, change_bus: ChangeBus) -> None:
    """Notes of words that are corrected go at once, and those made meanwhile are not stored."""
    said = await say(meeting)
    before = await one_block(meeting)
    await note_block(meeting.room.id, 0, Extractor(), change_bus)
    await execute(
        "INSERT INTO segment_edits (room_id, segment_id, kind, edited_by)"
        " SELECT $1, $2, 'text', host_id FROM rooms WHERE id = $1",
        meeting.room.id,
        said[2],
    )
    (block,) = await blocks_of(meeting.room.id)
    assert (block.state, block.notes) == ("queued", BlockNotes())
    late = replace(before, notes=BlockNotes(decisions=(Decision("x", (said[2],)),)))
    assert not await save_block(meeting.room.id, late, "note", read=())
    await note_block(meeting.room.id, 0, Extractor(), change_bus)
    assert (await blocks_of(meeting.room.id))[0].state == "noted"


async def test_forgotten(meeting: Meeting, change_bus: ChangeBus) -> None:
    """No notes of forgotten words stay, and none can be stored by who has read them before."""
    await say(meeting)
    await one_block(meeting)
    spoken = await read(meeting.room.id)
    await note_block(meeting.room.id, 0, Extractor(), change_bus)
    with acting_as(Actor("web", user_id=meeting.bob.user_id)):
        await forget_words(meeting.room.id, meeting.bob.id, with_chat=False)
    (block,) = await blocks_of(meeting.room.id)
    assert (block.state, block.notes, block.model_notes) == ("queued", BlockNotes(), BlockNotes())
    with pytest.raises(WordsForgotten):
        await save_block(meeting.room.id, block, "note", read=spoken.segments)
    await note_block(meeting.room.id, 0, Extractor(), change_bus)
    (block,) = await blocks_of(meeting.room.id)
    assert [claim.text for claim in block.notes.decisions] == [DECIDED]
    assert "phones to the developers" not in repr(block)


async def test_gone_with_the_transcript(meeting: Meeting) -> None:
    """What deletes a transcript deletes the notes of it."""
    await say(meeting)
    await one_block(meeting)
    await execute("DELETE FROM transcripts WHERE room_id = $1", meeting.room.id)
    assert await blocks_of(meeting.room.id) == []


async def test_live_notes(meeting: Meeting, change_bus: ChangeBus) -> None:
    """Notes have the times of their words, and what is not noted yet is shown word for word."""
    said = await say(meeting)
    transcript = await transcript_of(meeting.room.id)
    assert transcript is not None
    await add_block(meeting.room.id, transcript.id, 0, (await segments_of(meeting.room.id))[:5])
    await note_block(meeting.room.id, 0, Extractor(), change_bus)
    found = await live_notes(await room(meeting.room.id))
    assert [(each.text, each.start_ms, each.evidence) for each in found.decisions] == [
        (DECIDED, 12_000, (said[2],))
    ]
    assert (found.rest.segments, found.rest.start_ms) == (2, 30_000)
    assert [each.segment_id for each in found.rest.latest] == said[5:]
    later = await live_notes(await room(meeting.room.id), since_ms=13_000)
    assert (later.decisions, [each.assignee for each in later.tasks]) == ([], ["Bob"])
