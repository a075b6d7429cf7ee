"""Mails about permanent rooms: an invitation has no date, and outlasts the meeting it was made at."""

from collections.abc import AsyncIterator

import pytest

from server.meeting.accounts import Account
from server.meeting.invitations import invite_members
from server.meeting.lifecycle import end_room
from server.meeting.permanent_rooms import create_permanent_room
from server.meeting.room_settings import RoomSettings
from server.meeting.rooms import Room
from tests.conftest import enter
from tests.integration.mail.test_invitation_mails import sent
from tests.smtp_sink import Sink, smtp_sink

DANA = "dana@example.org"


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server that takes everything."""
    async with smtp_sink() as serving:
        yield serving


@pytest.fixture
async def now(alice: Account) -> Room:
    """The first meeting of a permanent room, at which alice is."""
    made = await create_permanent_room(alice, "Team", settings=RoomSettings(), max_participants=50)
    await enter(made, alice, alice.name)
    return made


async def test_no_calendar_file(now: Room, alice: Account, sink: Sink) -> None:
    """An invitation to a permanent room has no calendar file, as it has no time."""
    await invite_members(now.id, alice.id, [DANA])
    (mail,) = await sent(sink)
    assert mail["Subject"] == "Invitation: Team"
    assert "text/calendar" not in [each.get_content_type() for each in mail.walk()]


async def test_sent_after_the_meeting(now: Room, alice: Account, sink: Sink) -> None:
    """A mail that waits while its meeting ends is about the room ahead, and is sent."""
    await invite_members(now.id, alice.id, [DANA])
    assert await end_room(now.id, "webhook")
    (mail,) = await sent(sink)
    assert mail["To"] == DANA
