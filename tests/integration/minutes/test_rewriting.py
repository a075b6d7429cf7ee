"""Minutes written again after the transcript was corrected."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.worker import NOT_ANEW, NOT_REWRITTEN
from agent.minutes.writing import Extractor, rewrite_minutes
from server.meeting import corrections
from server.meeting.change_bus import ChangeBus
from server.meeting.corrections import Request
from server.meeting.db import execute, fetch
from server.meeting.minutes import Minutes, minutes_of
from server.meeting.minutes_templates import Choice, regenerate
from server.meeting.queue import enqueue_rewriting
from server.meeting.segment_edits import Editor
from tests.conftest import Meeting
from tests.integration.minutes.conftest import PATIENCE_S, POLL_S, Queue, end_and_read, say, working


async def corrected(meeting: Meeting, queue: Queue, text: str) -> Minutes:
    """Let the meeting end, and correct its decision."""
    said = await say(meeting)
    async with working(queue, Extractor()):
        await end_and_read(meeting)
    editor = Editor(meeting.alice.user_id, meeting.alice.id, moderates=True)
    await corrections.edit_text(Request(meeting.room.id, editor, said[2], 1, uuid4()), text)
    found = await minutes_of(meeting.room.id)
    assert found is not None
    assert found.stale == {said[2]}
    return found


async def until(meeting: Meeting, is_so: Callable[[Minutes], bool]) -> Minutes:
    """Wait for minutes of which this is so."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = await minutes_of(meeting.room.id)
            if found is not None and is_so(found):
                return found
            await asyncio.sleep(POLL_S)


async def test_rewritten(meeting: Meeting, queue: Queue) -> None:
    """They rest on the corrected words, and tasks keep the state that people gave them."""
    text = "We decided to postpone the opening until the ticket shop works on phones."
    before = await corrected(meeting, queue, text)
    await execute("UPDATE action_items SET status = 'done', completed_at = now() WHERE position = 0")
    await enqueue_rewriting(meeting.room.id)

    async with working(queue, Extractor()):
        found = await until(meeting, lambda found: not found.stale)
    assert [claim.text for claim in found.decisions] == [text]
    assert [each.title for each in found.actions] == [each.title for each in before.actions]
    assert [each.status for each in found.actions] == ["done", *("open" for _ in found.actions[1:])]


class Failing(Extractor):
    """Author who cannot."""

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Raise."""
        raise RuntimeError


async def test_not_rewritten(meeting: Meeting, queue: Queue) -> None:
    """Where that fails for good, those there are stay, and say that they are from before."""
    before = await corrected(meeting, queue, "We decided nothing.")
    await enqueue_rewriting(meeting.room.id)
    await execute("UPDATE pgqueuer SET attempts = 100")

    async with working(queue, Failing()):
        found = await until(meeting, lambda found: found.note == NOT_REWRITTEN)
    assert (found.state, found.decisions) == ("ready", before.decisions)


async def test_not_written_anew(meeting: Meeting, queue: Queue) -> None:
    """Where nothing was corrected, and another template failed, they say nothing of corrections."""
    await say(meeting)
    async with working(queue, Extractor()):
        await end_and_read(meeting)
    await regenerate(meeting.room.id, Choice("formal", "model"))
    await execute("UPDATE pgqueuer SET attempts = 100")
    async with working(queue, Failing()):
        found = await until(meeting, lambda found: found.note == NOT_ANEW)
    assert found.state == "ready"


async def test_only_final_ones(meeting: Meeting, change_bus: ChangeBus) -> None:
    """Minutes that are not ready are left to who writes them."""
    await rewrite_minutes(meeting.room.id, Failing(), change_bus)
    assert not await fetch("SELECT FROM meeting_summaries")
