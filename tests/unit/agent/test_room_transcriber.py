"""What is transcribed when storing arrivals fails or a track ends."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import asyncpg
import numpy as np
import pytest
from livekit import rtc
from livekit.rtc._ffi_client import FfiClient
from livekit.rtc._utils import RingQueue

from agent import room_attendance, transient_retry
from agent.audio_frames import audio_frames
from agent.faults import Faults
from agent.off_record_gate import OffRecordGate
from agent.recognizer import Recognizer
from agent.room_attendance import RoomAttendance
from agent.room_transcriber import RoomTranscriber
from agent.segment_records import Speaker
from agent.segment_store import TranscriptSegmentStore
from agent.transient_retry import NEVER, retry_transient
from server.meeting import presence
from server.meeting.rooms import Room

ALICE = cast(
    rtc.RemoteParticipant,
    SimpleNamespace(kind=rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD, identity="PA", name="Alice", sid="S"),
)


class Clockwork:
    """Segment store that knows the elapsed time, and retries writes."""

    async def elapsed_ms(self) -> int:
        """One second."""
        return 1000

    async def write(self, write: Callable[[], Awaitable[object]]) -> object:
        """Retry until the database is back."""
        return await retry_transient(write, NEVER)


@pytest.fixture
def attendance(monkeypatch: pytest.MonkeyPatch) -> RoomAttendance:
    """Attendance of a room, with retries without delay."""
    monkeypatch.setattr(transient_retry, "RETRY_S", 0)
    monkeypatch.setattr(transient_retry.retry_transient, "__defaults__", (0.0,))  # its time limit
    return RoomAttendance(UUID(int=1), cast(TranscriptSegmentStore, Clockwork()), asyncio.create_task)


@pytest.mark.filterwarnings("ignore:.*never retrieved")
async def test_arrival_not_stored(attendance: RoomAttendance, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a speaker's arrival cannot be stored their stream is closed, so that close() does not wait."""

    async def refuse(*_: Any) -> None:
        raise asyncpg.CheckViolationError

    monkeypatch.setattr(presence, "record_arrival", refuse)
    speaker = attendance.speaker(ALICE)
    await asyncio.wait([speaker], timeout=5)
    assert speaker.cancelled()


async def test_arrival_stored_late(attendance: RoomAttendance, monkeypatch: pytest.MonkeyPatch) -> None:
    """An arrival during an outage of the database is stored afterwards, and the speaker transcribed."""
    answers: list[object] = [ConnectionRefusedError()] * 200

    async def away(*_: Any) -> object:
        if answers:
            raise cast(Exception, answers.pop())
        return SimpleNamespace(id=UUID(int=7), status="joined", display_name="Alice")

    monkeypatch.setattr(presence, "record_arrival", away)
    speaker = await asyncio.wait_for(attendance.speaker(ALICE), 5)
    assert (speaker.participant_id, speaker.name) == (UUID(int=7), "Alice")


async def test_arrival_is_an_age(attendance: RoomAttendance, monkeypatch: pytest.MonkeyPatch) -> None:
    """An arrival is reported by how long ago it was, also after retries: clocks here may be wrong."""
    ages: list[timedelta] = []

    async def slow(_room: UUID, _identity: str, _name: str, at: timedelta, _sid: str) -> object:
        ages.append(at)
        if len(ages) == 1:
            await asyncio.sleep(0.02)
            raise ConnectionRefusedError
        return SimpleNamespace(id=UUID(int=7), status="joined", display_name="Alice")

    monkeypatch.setattr(presence, "record_arrival", slow)
    await asyncio.wait_for(attendance.speaker(ALICE), 5)
    first, second = ages
    assert timedelta() <= first <= second - timedelta(milliseconds=19)


async def test_arrival_during_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody whose arrival cannot be stored is captioned, under the identity by which the row is found."""

    async def away(*_: Any) -> object:
        raise ConnectionRefusedError

    monkeypatch.setattr(presence, "record_arrival", away)
    monkeypatch.setattr(room_attendance, "PATIENCE_S", 0.01)
    tasks: list[asyncio.Task[None]] = []

    def spawn(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        tasks.append(asyncio.create_task(work))
        return tasks[-1]

    attendance = RoomAttendance(UUID(int=1), cast(TranscriptSegmentStore, Clockwork()), spawn)
    attendance.clock.start(0, 0)
    assert await asyncio.wait_for(attendance.speaker(ALICE), 5) == Speaker(None, "PA", "Alice")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_reconnected() -> None:
    """A subscription asked for while the agent had lost LiveKit reached nobody: it is asked for again."""
    asked: list[bool] = []
    microphone = SimpleNamespace(
        sid="TR_1",
        source=rtc.TrackSource.SOURCE_MICROPHONE,
        muted=False,
        encryption_type=rtc.EncryptionType.NONE,
        set_subscribed=asked.append,
    )
    room = rtc.Room()
    transcriber = RoomTranscriber(
        room,
        cast(Room, SimpleNamespace(id=UUID(int=1))),
        cast(Recognizer, object()),
        cast(TranscriptSegmentStore, Clockwork()),
        Faults(),
        OffRecordGate(),
    )
    transcriber.listen()
    alice = SimpleNamespace(**vars(ALICE), track_publications={"TR_1": microphone})
    room._remote_participants["PA"] = cast(rtc.RemoteParticipant, alice)
    room.emit("track_published", microphone, alice)
    asked.clear()
    room.emit("reconnected")
    assert asked == [True]


async def test_last_frames() -> None:
    """Frames queued in the stream when the track ends are transcribed too."""
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
