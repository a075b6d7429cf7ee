"""From a microphone in a room to captions on every screen and rows in the database."""

import asyncio

import pytest

from server.meeting import rooms, transcripts
from tests.integration.agent.conftest import Speak
from tests.integration.agent.hall import Hall

pytestmark = pytest.mark.usefixtures("books", "worker")

BUDGET = "We have spent a little less than we planned."
OFFICE = "The new office will be ready at the end of March."


def plain(text: str) -> str:
    """Only the words."""
    return " ".join("".join(c for c in text.lower() if c.isalnum() or c == " ").split())


async def test_a_stranger_application_is_captioned(hall: Hall, speak: Speak) -> None:
    """A room another application made is transcribed, its people named by their LiveKit names."""
    async with hall.person("elsewhere", "zoe-1", "Zoe Zed") as zoe:
        agent = await zoe.transcriber()
        assert agent.attributes["parley.engine"] == "whisper"
        await asyncio.gather(zoe.say(speak(BUDGET, 0)), zoe.captions.until(lambda c: bool(c.finals())))
        sid = await zoe.room.sid
    final = zoe.captions.finals()[0]
    assert plain(BUDGET) == plain(final.text)
    assert final.sender == "zoe-1"
    row = await rooms.room_by_livekit("elsewhere", sid)
    assert row is not None
    assert row.type == "external"
    segment = (await transcripts.segments_of(row.id))[0]
    assert (str(segment.id), segment.text, segment.speaker) == (
        final.attributes["lk.segment_id"],
        final.text,
        "Zoe Zed",
    )
