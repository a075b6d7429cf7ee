"""The web process without a media server, the API tests' browsers, and a meeting with a transcript."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest

from server.config import Secret, Settings
from server.meeting.chat import say
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Claim, Decision, Minutes, Report, Topic
from server.meeting.segment_rows import Segment
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from server.stack.child_process import free_port
from tests.conftest import KEYS, TEN, Meeting
from tests.integration.api.conftest import (  # noqa: F401  fixtures are found by name
    alices,
    app,
    bobs,
    browser_of,
    carols,
    nobody,
    pool,
)
from tests.integration.media_server import KEY, SECRET

WORDS = (
    ("Alice", "Shall we keep April?"),
    ("Bob", "The review is not done by then."),
    ("Alice", "Then we move the launch to May."),
    ("Gus", "I will tell the printer by Friday."),
)


@pytest.fixture
def settings(database: str, redis_url: str) -> Settings:
    """The settings of the test's web process; its LiveKit is unreachable, which pages do not need."""
    port, nothing = free_port(), free_port()
    return Settings(
        database_url=Secret(database),
        redis_url=Secret(redis_url),
        livekit_url=f"ws://127.0.0.1:{nothing}",
        livekit_public_url=f"ws://127.0.0.1:{nothing}",
        livekit_api_key=KEY,
        livekit_api_secret=Secret(SECRET),
        url=f"http://127.0.0.1:{port}",
        port=port,
        bcrypt_cost=4,
        keys=Secret(KEYS),
    )


@dataclass(frozen=True)
class Spoken:
    """A meeting in which something was said."""

    meeting: Meeting
    segments: tuple[Segment, ...]

    @property
    def ids(self) -> tuple[UUID, ...]:
        """Ids of the segments, in order."""
        return tuple(segment.id for segment in self.segments)


@pytest.fixture
async def spoken(meeting: Meeting) -> Spoken:
    """A live meeting in which Alice, Bob and Gus spoke, and Gus wrote a chat message."""
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    places = {"Alice": meeting.alice.id, "Bob": meeting.bob.id, "Gus": meeting.gus.id}
    segments = []
    for index, (name, text) in enumerate(WORDS):
        at = index * 5000
        segment = await open_segment(
            transcript.id,
            participant_id=places[name],
            speaker=name,
            language="en",
            engine="vosk",
            start_ms=at,
        )
        segments.append(await finish_segment(segment.id, text, [], 0.9, at + 3000, delay_ms=700))
    await say(meeting.gus, "The printer’s number is <b>555</b>")
    return Spoken(meeting, tuple(segments))


@pytest.fixture
async def ended(spoken: Spoken) -> Spoken:
    """The same meeting, ended after half an hour, with queued minutes."""
    await end_room(spoken.meeting.room.id, "host", TEN + timedelta(minutes=30))
    return spoken


@pytest.fixture
async def just_ended(spoken: Spoken) -> Spoken:
    """The same meeting, ended just now."""
    await end_room(spoken.meeting.room.id, "host")
    return spoken


def minutes(spoken: Spoken) -> Minutes:
    """Minutes as a model writes them."""
    ids = spoken.ids
    return Minutes(
        state="ready",
        method="model",
        model="a-model",
        note="All 4 segments were read.",
        executive_summary="The launch moves.\n\nGus tells the printer.",
        key_points=[Claim("The review is late.", ids[1:2])],
        decisions=[Decision("Launch in May.", ids[1:3])],
        topics=[Topic("Launch", "When to launch.", ids[:3])],
        actions=[
            Action("Tell the printer", assignee="Gus", participant_id=spoken.meeting.gus.id,
                   due_date=date(2026, 3, 6), priority="high", evidence=ids[3:]),
        ],
        reports=[
            Report(spoken.meeting.alice.id, 6, 50.0, "Alice led.", [Claim("Moved the launch.", ids[2:3])]),
            Report(spoken.meeting.bob.id, 3, 25.0, "Bob warned."),
        ],
        total_speaking_time_s=12,
    )  # fmt: skip
