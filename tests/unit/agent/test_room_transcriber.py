"""Who is heard to which word, when something goes wrong."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import asyncpg
import numpy as np
import pytest
from livekit import rtc
from livekit.rtc._ffi_client import FfiClient
from livekit.rtc._utils import RingQueue

from agent.room_transcriber import RoomTranscriber, audio_frames
from server.meeting import presence, rooms
from tests.unit.agent.scripted_fakes import FakeSegmentStore


async def test_arrival_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A microphone whose owner cannot be written down is let go, so that the room's end waits for nothing."""

    async def refuse(*_: Any) -> None:
        raise asyncpg.CheckViolationError

    monkeypatch.setattr(presence, "record_arrival", refuse)
    row = cast(rooms.Room, SimpleNamespace(id=UUID(int=1)))
    alice = SimpleNamespace(
        kind=rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD, identity="PA", name="", sid="S"
    )
    meeting = RoomTranscriber(cast(rtc.Room, None), row, None, FakeSegmentStore())
    meeting._arrive(cast(rtc.RemoteParticipant, alice))
    await asyncio.wait([meeting._speakers["PA"]], timeout=5)
    assert meeting._speakers["PA"].cancelled()


async def test_last_frames() -> None:
    """What waits in a track's stream when the track ends is heard as well."""
    stream = object.__new__(rtc.AudioStream)
    stream._ffi_queue = FfiClient.instance.queue.subscribe()
    stream._queue = RingQueue(10)
    for value in (1, 2, 3):
        samples = np.full(160, value, np.int16).tobytes()
        stream._queue.put(rtc.AudioFrameEvent(rtc.AudioFrame(samples, 16_000, 1, 160)))
    stream._queue.put(None)
    stream._task = asyncio.create_task(asyncio.sleep(0))
    await stream._task
    assert [int(pcm[0]) async for pcm in audio_frames(stream)] == [1, 2, 3]
