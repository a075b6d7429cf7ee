"""Gaps of the transcription are stated in minutes and transcript."""

from uuid import uuid4

from agent.minutes.writing import Extractor
from server.meeting.gaps import Cause, Gap, add_gap
from tests.conftest import Meeting
from tests.integration.minutes.conftest import Queue, end_and_read, say, working


async def missing(meeting: Meeting, cause: Cause, from_ms: int, to_ms: int | None) -> None:
    """A gap of the whole room."""
    await add_gap(Gap(uuid4(), meeting.room.id, None, cause, from_ms, to_ms))


async def test_nothing_transcribed(meeting: Meeting, queue: Queue) -> None:
    """A meeting that could not be transcribed is not called silent."""
    await missing(meeting, "language", 0, None)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting, meeting.bob.id)
    assert found.executive_summary == (
        "This meeting could not be transcribed: no speech engine on this server supports its language."
    )
    figures = found.reports[0].figures
    assert figures is not None
    assert [each.cause for each in figures.unheard] == ["language"]


async def test_partly_transcribed(meeting: Meeting, queue: Queue) -> None:
    """The minutes of a partly transcribed meeting state when the gap was."""
    await say(meeting)
    await missing(meeting, "engine", 50_000, 62_000)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert found.decisions
    assert found.note == (
        "Some of the meeting was not transcribed: from 0:50 to 1:02 (the speech engine failed)."
    )
