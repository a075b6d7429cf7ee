"""Who is heard, when the books cannot be kept."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import asyncpg
import pytest
from livekit import rtc

from agent.room import Meeting
from server.meeting import presence, rooms
from tests.unit.agent.script import Desk


async def test_arrival_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A microphone whose owner cannot be written down is let go, so that the room's end waits for nothing."""

    async def refuse(*_: Any) -> None:
        raise asyncpg.CheckViolationError

    monkeypatch.setattr(presence, "arrived", refuse)
    row = cast(rooms.Room, SimpleNamespace(id=UUID(int=1)))
    alice = SimpleNamespace(
        kind=rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD, identity="PA", name="", sid="S"
    )
    meeting = Meeting(cast(rtc.Room, None), row, None, Desk())
    meeting._arrive(cast(rtc.RemoteParticipant, alice))
    await asyncio.wait([meeting._speakers["PA"]], timeout=5)
    assert meeting._speakers["PA"].cancelled()
