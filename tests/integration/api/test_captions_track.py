"""The transcript as a caption track."""

import pytest

from server.meeting.lifecycle import end_room
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.conftest import Meeting
from tests.integration.api.browser import Browser

TRACK = "/api/rooms/atrium/captions.vtt"


async def test_track(bobs: Browser, meeting: Meeting) -> None:
    """Who may read the transcript gets its words with their speakers."""
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    segment = await open_segment(
        transcript.id,
        participant_id=meeting.bob.id,
        speaker="Bob",
        language="en",
        engine="vosk",
        start_ms=1500,
    )
    await finish_segment(segment.id, "Is 1 < 2 & so on?", [], 0.9, 4000)
    answer = await bobs.get(TRACK)
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.body.decode() == (
        "WEBVTT\n\n00:00:01.500 --> 00:00:04.000\n<v Bob>Is 1 &lt; 2 &amp; so on?\n"
    )


async def test_nothing_said(bobs: Browser, meeting: Meeting) -> None:
    """A meeting without words is a valid file without cues."""
    assert (await bobs.get(TRACK)).body == b"WEBVTT\n"


@pytest.mark.first_lock
async def test_not_for_others(carols: Browser, meeting: Meeting) -> None:
    """Who is not in the meeting is refused; after it, it does not exist for them."""
    assert (await carols.get(TRACK)).status == 403
    await end_room(meeting.room.id, "host")
    assert (await carols.get(TRACK)).status == 404
