"""What the model does while a meeting runs, so that little is left to do when it ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession

from agent.minutes.block_closing import close_blocks, close_live_blocks
from agent.minutes.block_noting import have_noted, note_block, note_block_by_model
from agent.minutes.model_author import ModelAuthor
from agent.minutes.running_summary import summarise_so_far
from agent.minutes.summary_choice import OWN_SUMMARY
from agent.minutes.writing import draft_minutes, phrase_minutes
from server.meeting.change_bus import ChangeBus
from server.meeting.db import execute
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, minutes_of
from server.meeting.segment_rows import Segment
from server.meeting.summary_blocks import add_block
from server.meeting.transcripts import segments_of, transcript_of
from tests.conftest import Meeting
from tests.integration.minutes.conftest import SAID, say
from tests.integration.minutes.fake_ollama import FakeOllama, Reply, answer, ollama
from tests.integration.minutes.test_finishing import NOTES, SUMMARY, TOLD
from tests.integration.minutes.test_model import settings

LAST = "We decided to close the ticket shop on Mondays."
SAID_LAST = (("bob", LAST), ("alice", "I'll tell the ticket shop about Mondays by Friday."))
UNTRUE = answer(summary="Everybody agreed to buy a castle in Scotland for the head office.")
NOTES_LAST = answer(decisions=[{"lines": [1], "text": LAST}], topics=[], key_points=[], actions=[])


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has time."""
    monkeypatch.setattr("agent.minutes.machine_load.is_busy", lambda: False)


@asynccontextmanager
async def model(fake: FakeOllama) -> AsyncIterator[ModelAuthor]:
    """The author with the fake's model."""
    async with ClientSession() as session:
        yield ModelAuthor(settings(fake), session)


async def block(meeting: Meeting, number: int, segments: list[Segment]) -> None:
    """Close a block of these."""
    transcript = await transcript_of(meeting.room.id)
    assert transcript is not None
    assert await add_block(meeting.room.id, transcript.id, number, segments)


async def two_noted(meeting: Meeting, author: ModelAuthor, change_bus: ChangeBus) -> None:
    """Have two blocks noted of a running meeting that goes on a little longer."""
    await say(meeting, (*SAID, *SAID_LAST))
    said = await segments_of(meeting.room.id)
    for number, part in enumerate((said[:4], said[4:7])):
        await block(meeting, number, part)
        await note_block(meeting.room.id, number, author, change_bus)
        await note_block_by_model(meeting.room.id, number, author, change_bus)


async def written(meeting: Meeting, author: ModelAuthor, change_bus: ChangeBus) -> Minutes:
    """End the meeting, and write its minutes to the end."""
    await end_room(meeting.room.id, "host")
    await draft_minutes(meeting.room.id, author, change_bus)
    await phrase_minutes(meeting.room.id, author, change_bus)
    found = await minutes_of(meeting.room.id)
    assert found is not None
    return found


async def test_read_before_it_is_asked(meeting: Meeting, change_bus: ChangeBus) -> None:
    """What is being said is read before its block is closed, as what the question will begin with; once."""
    await say(meeting)
    async with ollama(NOTES) as fake, model(fake) as author:
        await close_live_blocks(author)
        await close_live_blocks(author)
        (ahead,) = fake.prepared
        await close_blocks(meeting.room.id, is_over=True)
        await note_block(meeting.room.id, 0, author, change_bus)
        assert await have_noted(meeting.room.id, 0, author, change_bus)
    first, asked = (each["messages"] for each in (ahead, fake.asked[0]))
    assert first[0] == asked[0]
    assert asked[1]["content"].startswith(first[1]["content"])
    assert len(first[1]["content"]) > len("<transcript>")


async def test_nothing_is_read_ahead_while_a_block_waits(meeting: Meeting) -> None:
    """A block that waits to be noted comes first: other words would take its place in the cache."""
    await say(meeting)
    await block(meeting, 0, await segments_of(meeting.room.id))
    async with ollama(NOTES) as fake, model(fake) as author:
        await close_live_blocks(author)
    assert fake.prepared == []


async def test_no_summary_is_waited_for(meeting: Meeting, change_bus: ChangeBus) -> None:
    """The summary is there when the meeting ends; what was decided since is added to it."""
    async with ollama(NOTES, NOTES, SUMMARY, NOTES_LAST) as fake, model(fake) as author:
        await two_noted(meeting, author, change_bus)
        asked_before = len(fake.asked)
        minutes = await written(meeting, author, change_bus)
    assert (asked_before, len(fake.asked)) == (3, 4)
    assert (minutes.state, minutes.executive_summary) == ("ready", f"{TOLD} {LAST}")
    assert minutes.provenance is not None
    assert {each.name for each in minutes.provenance.prompts} == {"notes", "summary"}
    assert minutes.provenance.tokens_written == sum(
        len(each.text) // 4 for each in (NOTES, NOTES, SUMMARY, NOTES_LAST)
    )


async def test_draft_waits_for_no_model(meeting: Meeting, change_bus: ChangeBus) -> None:
    """Minutes with all that was noted and summarised are there while the model works for others."""
    async with ollama(NOTES, NOTES, SUMMARY) as fake, model(fake) as author:
        await two_noted(meeting, author, change_bus)
        await end_room(meeting.room.id, "host")
        async with author.turn:
            await draft_minutes(meeting.room.id, author, change_bus)
    minutes = await minutes_of(meeting.room.id)
    assert minutes is not None
    assert (minutes.state, minutes.method) == ("drafted", "model")
    assert minutes.executive_summary.startswith(TOLD)
    assert "2 of 3 parts" in (minutes.note or "")


async def test_sections_follow(meeting: Meeting, change_bus: ChangeBus) -> None:
    """While the model words the sections of a kind of meeting, minutes with all its notes are there."""
    async with ollama(NOTES, NOTES, SUMMARY, NOTES_LAST, Reply(hang=True)) as fake, model(fake) as author:
        await two_noted(meeting, author, change_bus)
        await end_room(meeting.room.id, "host")
        await execute("UPDATE meeting_summaries SET template = 'client'")
        await draft_minutes(meeting.room.id, author, change_bus)
        writing = asyncio.create_task(phrase_minutes(meeting.room.id, author, change_bus))
        async with asyncio.timeout(60):
            while len(fake.asked) < 5:  # noqa: ASYNC110  another task asks
                await asyncio.sleep(0.05)
        minutes = await minutes_of(meeting.room.id)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    assert minutes is not None
    assert (minutes.state, minutes.executive_summary) == ("drafted", f"{TOLD} {LAST}")


async def test_what_was_not_borne_out_is_not_asked_for_again(meeting: Meeting, change_bus: ChangeBus) -> None:
    """A summary that the words did not bear out is asked for neither at the next block nor at the end."""
    async with ollama(NOTES, NOTES, UNTRUE, NOTES_LAST) as fake, model(fake) as author:
        await two_noted(meeting, author, change_bus)
        await summarise_so_far(meeting.room.id, author)
        minutes = await written(meeting, author, change_bus)
    assert len(fake.asked) == 4
    assert (minutes.state, minutes.method) == ("ready", "model")
    assert minutes.note is not None
    assert OWN_SUMMARY in minutes.note
    assert minutes.provenance is not None
    assert minutes.provenance.tokens_written == sum(
        len(each.text) // 4 for each in (NOTES, NOTES, UNTRUE, NOTES_LAST)
    )


async def test_summary_of_words_that_changed(meeting: Meeting, change_bus: ChangeBus) -> None:
    """A summary from before somebody's words were corrected is not used: it is written anew."""
    async with ollama(NOTES, NOTES, SUMMARY, NOTES_LAST, NOTES, SUMMARY) as fake, model(fake) as author:
        await two_noted(meeting, author, change_bus)
        await execute(
            "INSERT INTO segment_edits (room_id, segment_id, kind) SELECT room_id, id, 'text'"
            " FROM transcript_segments WHERE room_id = $1 AND seq = 1",
            meeting.room.id,
        )
        await written(meeting, author, change_bus)
    assert "<notes>" in fake.asked[-1]["messages"][1]["content"]
    assert len(fake.asked) > 4
