"""What people ask for while minutes are written again is done afterwards, and what they want forgotten is."""

import asyncio
import contextlib
from pathlib import Path
from uuid import uuid4

import pytest

from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Extractor
from server.config import Secret
from server.meeting import corrections
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.corrections import Request
from server.meeting.db import fetch
from server.meeting.forgotten_words import forget_words
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, minutes_of
from server.meeting.minutes_templates import TEMPLATES, Choice, regenerate
from server.meeting.participants import Participant
from server.meeting.queue import enqueue_rewriting
from server.meeting.recording_state import start_recording
from server.meeting.segment_edits import Editor
from tests.conftest import Meeting
from tests.integration.minutes.conftest import POLL_S, SAID, Queue, end_and_read, say, working, written
from tests.integration.recording.test_mixing import loud_at, part
from tests.recording_places import files_in

PATIENCE_S = 30.0


class Waiting(Extractor):
    """Author who waits once they have read, until they are told to go on."""

    def __init__(self) -> None:
        self.read: list[MeetingSpeech] = []
        self.goes_on = asyncio.Event()

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Wait, and write of what was read before."""
        self.read.append(spoken)
        await self.goes_on.wait()
        return await super().draft(spoken)

    async def have_read(self, times: int) -> None:
        """Wait until they have read so often."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.read) < times:  # noqa: ASYNC110  the worker's progress
                await asyncio.sleep(POLL_S)

    async def finish(self) -> None:
        """Let them go on, and wait until nothing waits or runs."""
        self.goes_on.set()
        async with asyncio.timeout(PATIENCE_S):
            while await fetch("SELECT FROM pgqueuer WHERE entrypoint <> 'passages'"):  # noqa: ASYNC110  progress
                await asyncio.sleep(POLL_S)


def web(person: Participant) -> contextlib.AbstractContextManager[None]:
    """Act as the web process does for somebody."""
    return acting_as(Actor(WEB, user_id=person.user_id, participant_id=person.id))


@pytest.mark.parametrize(
    ("then", "title"),
    [(Choice("retrospective", "model"), TEMPLATES["retrospective"].title), (Choice("general", "none"), "")],
)
async def test_another_template(then: Choice, title: str, meeting: Meeting, queue: Queue) -> None:
    """Whoever chooses again while the first choice is written has minutes by the second."""
    await say(meeting)
    async with working(queue, Extractor()):
        await end_and_read(meeting)
    author = Waiting()
    async with working(queue, author):
        with web(meeting.alice):
            await regenerate(meeting.room.id, Choice("formal", "model"))
            await author.have_read(1)
            await regenerate(meeting.room.id, Choice("client", "model"))
            await regenerate(meeting.room.id, then)
        await author.finish()
    assert (
        len(await fetch("SELECT FROM pgqueuer_log WHERE status = 'successful' AND entrypoint LIKE 'rewr%'"))
        == 2
    )
    (row,) = await fetch("SELECT template FROM minutes_versions ORDER BY number DESC LIMIT 1")
    last = author.read[-1].template.title if then.writer == "model" else ""
    assert (row["template"], last) == (then.template, title)


async def test_another_correction(meeting: Meeting, queue: Queue) -> None:
    """Minutes that are asked for after a correction, while they are written of what was before, have it."""
    said = await say(meeting)
    async with working(queue, Extractor()):
        await end_and_read(meeting)
    author, text = Waiting(), "We decided to close the shop."
    async with working(queue, author):
        await enqueue_rewriting(meeting.room.id)
        await author.have_read(1)
        editor = Editor(meeting.alice.user_id, meeting.alice.id, moderates=True)
        await corrections.edit_text(Request(meeting.room.id, editor, said[2], 1, uuid4()), text)
        await enqueue_rewriting(meeting.room.id)
        await author.finish()
    found = await minutes_of(meeting.room.id)
    assert found is not None
    assert (found.stale, [each.text for each in found.decisions]) == (frozenset(), [text])


async def test_two_forget(meeting: Meeting, queue: Queue, tmp_path: Path) -> None:
    """Who has their words forgotten while the minutes are written without another's is not in the sound.

    Also where no word of theirs was written down, so that nothing in the minutes is of them.
    """
    assert meeting.alice.user_id is not None
    await say(meeting, SAID[:4])
    recording = (await start_recording(meeting.room.id, meeting.alice.user_id)).id
    for at, who in enumerate((meeting.alice, meeting.bob, meeting.gus), start=1):
        await part(tmp_path, recording, who, at, at * 1_000)
    author, files = Waiting(), files_in(tmp_path)
    author.goes_on.set()
    worker = MinutesWorker(
        author, queue.change_bus, Secret(queue.url), contextlib.nullcontext, recordings=files
    )
    running = asyncio.create_task(worker.run())
    await end_room(meeting.room.id, "host")
    await written(meeting)
    await author.finish()
    author.goes_on.clear()
    drafts = len(author.read)
    for forgotten in (meeting.bob, meeting.gus):
        with web(forgotten):
            await forget_words(meeting.room.id, forgotten.id, with_chat=False)
        await author.have_read(drafts + 1)
        async with asyncio.timeout(PATIENCE_S):
            while await fetch("SELECT FROM pgqueuer WHERE entrypoint = 'mix_recording'"):  # noqa: ASYNC110  the worker's progress
                await asyncio.sleep(POLL_S)
    await author.finish()
    worker.stop()
    await running
    (row,) = await fetch("SELECT status, file_path FROM recordings")
    heard = [loud_at(tmp_path / row["file_path"], at_ms) for at_ms in (1_500, 2_500, 3_500)]
    assert (row["status"], heard) == ("completed", [True, False, False])
