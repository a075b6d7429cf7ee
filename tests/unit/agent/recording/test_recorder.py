"""Who is recorded, from when to when, and what becomes of it when the disk refuses."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast
from uuid import UUID

import numpy as np
import pytest

from agent.meeting_clock import MeetingClock
from agent.recording import recorded_track, recorder
from agent.recording.part_names import directory_of, part_name
from agent.recording.recorded_track import RecordedTrack
from agent.recording.recorder import Recorder
from agent.room_lease import RoomLease
from agent.segment_records import Speaker
from agent.track_audio import Track
from server.meeting.recording_state import RecordingControl
from server.meeting.recording_tracks import RecordingTrack
from tests.recording_places import files_in
from tests.unit.agent.scripted_fakes import known

ROOM, RECORDING, ALICE, BOB = (UUID(int=number) for number in (1, 2, 7, 8))
FRAME = np.full(2400, 5000, np.int16)


class Held:
    """A lease that is held."""

    async def write(self, write: Callable[[], Awaitable[object]]) -> object:
        """Write."""
        return await write()


class Meeting:
    """A recorder with the rows it stored, and what the room was told."""

    def __init__(self, root: Path, rows: dict[UUID, RecordingTrack], lacks: list[str]) -> None:
        self.root = root
        self.rows = rows
        self.lacks = lacks
        self.told: list[str] = []
        self.recorder = Recorder(files_in(root), ROOM, cast(RoomLease, Held()))
        self.clock = MeetingClock(lambda: 0.0)
        self.clock.start(0, 0)
        self._running = asyncio.create_task(self.recorder.publish(self._publish))

    async def _publish(self, attributes: dict[str, str]) -> None:
        self.told.append(attributes["parley.recording"])

    async def follow(self, wanted: bool, *agreed: UUID) -> None:
        """Have the rows say so, and wait until the room is told."""
        self.recorder.follow(RecordingControl(RECORDING, wanted, frozenset(agreed)))
        expected = "on" if wanted else ""
        async with asyncio.timeout(5):
            while (self.told or [""])[-1] != expected:  # noqa: ASYNC110  a thread signals no event
                await asyncio.sleep(0.001)

    def track(self, whose: UUID) -> RecordedTrack:
        """A microphone."""
        track = Track(f"TR_{whose.int}", str(whose), known(Speaker(whose, str(whose), "Somebody")))
        return self.recorder.stage(track, self.clock)

    async def close(self) -> list[RecordingTrack]:
        """End the job; the rows in the order of their parts."""
        await self.recorder.aclose()
        self._running.cancel()
        return sorted(self.rows.values(), key=lambda row: row.part)


@pytest.fixture
async def meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """A meeting whose rows are kept here."""
    rows: dict[UUID, RecordingTrack] = {}
    lacks: list[str] = []

    async def store_track(row: RecordingTrack) -> None:
        rows[row.id] = row

    async def begin_recording(_: UUID) -> None:
        return None

    async def last_part_of(_: UUID) -> int:
        return max((row.part for row in rows.values()), default=0)

    async def note_missing(_: UUID, what: str) -> None:
        lacks.append(what)

    monkeypatch.setattr(recorder, "store_track", store_track)
    monkeypatch.setattr(recorder, "last_part_of", last_part_of)
    monkeypatch.setattr(recorder, "note_missing", note_missing)
    monkeypatch.setattr(recorder, "begin_recording", begin_recording)
    return Meeting(tmp_path / "recordings", rows, lacks)


def speak(track: RecordedTrack, from_ms: int, to_ms: int) -> None:
    """Give the track frames of this stretch."""
    for at_ms in range(from_ms, to_ms, 50):
        assert track.take(FRAME, at_ms) is FRAME


async def test_who_agreed_is_recorded(meeting: Meeting) -> None:
    """Of two who speak only the one who agreed has a file, at the time of the first word."""
    alice, bob = meeting.track(ALICE), meeting.track(BOB)
    await meeting.follow(True, ALICE)
    speak(alice, 1000, 2000)
    speak(bob, 1000, 2000)
    (row,) = await meeting.close()
    assert (row.participant_id, row.start_ms, row.duration_ms, row.part) == (ALICE, 1000, 1000, 1)
    assert [each.name for each in meeting.root.rglob("*.ogg")] == [Path(row.file_path).name]
    assert (meeting.root / row.file_path).stat().st_size == row.file_size


async def test_nobody_before_the_room_is_told(meeting: Meeting) -> None:
    """Frames that come before the room knows of the recording are not in it."""
    alice = meeting.track(ALICE)
    meeting.recorder.follow(RecordingControl(RECORDING, True, frozenset([ALICE])))
    speak(alice, 0, 500)
    await meeting.follow(True, ALICE)
    speak(alice, 500, 1000)
    assert [row.start_ms for row in await meeting.close()] == [500]


async def test_consent_taken_back(meeting: Meeting) -> None:
    """Who declines later is not recorded from the next frame on; who agrees again begins a new part."""
    alice = meeting.track(ALICE)
    await meeting.follow(True, ALICE)
    speak(alice, 0, 500)
    meeting.recorder.follow(RecordingControl(RECORDING, True, frozenset()))
    speak(alice, 500, 1000)
    meeting.recorder.follow(RecordingControl(RECORDING, True, frozenset([ALICE])))
    speak(alice, 1000, 1500)
    assert [(row.part, row.start_ms, row.duration_ms) for row in await meeting.close()] == [
        (1, 0, 500),
        (2, 1000, 500),
    ]


async def test_stopped_and_resumed(meeting: Meeting) -> None:
    """What is said while the recording is stopped is in no file, and the room is told of both."""
    alice = meeting.track(ALICE)
    await meeting.follow(True, ALICE)
    speak(alice, 0, 500)
    await meeting.follow(False, ALICE)
    speak(alice, 500, 1000)
    await meeting.follow(True, ALICE)
    speak(alice, 1000, 1500)
    assert [(row.start_ms, row.duration_ms) for row in await meeting.close()] == [(0, 500), (1000, 500)]
    assert meeting.told == ["on", "", "on"]


async def test_long_silence(meeting: Meeting) -> None:
    """A muted microphone costs no file: after it a part begins anew; a short pause is silence in the part."""
    alice = meeting.track(ALICE)
    await meeting.follow(True, ALICE)
    speak(alice, 0, 500)
    speak(alice, 1500, 2000)
    speak(alice, 60_000, 60_500)
    assert [(row.start_ms, row.duration_ms) for row in await meeting.close()] == [(0, 2000), (60_000, 500)]


async def test_next_job_counts_on(meeting: Meeting) -> None:
    """After a job that died the next one begins a new part, and overwrites none."""
    await meeting.follow(True, ALICE)
    speak(meeting.track(ALICE), 0, 500)
    await meeting.close()
    later = Meeting(meeting.root, meeting.rows, meeting.lacks)
    await later.follow(True, ALICE)
    speak(later.track(ALICE), 9000, 9500)
    assert [row.part for row in await later.close()] == [1, 2]


async def test_disk_refuses(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    """While files cannot be written the room is told; once they can, the recording goes on in a new part."""
    alice = meeting.track(ALICE)
    meeting.root.parent.mkdir(exist_ok=True)
    await meeting.follow(True, ALICE)
    meeting.root.write_text("no directory can be made here")
    at_ms = 0
    async with asyncio.timeout(5):
        while "failing" not in meeting.told:
            speak(alice, at_ms, at_ms + 50)
            at_ms += 50
            await asyncio.sleep(0.01)
    meeting.root.unlink()
    speak(alice, at_ms + recorded_track.RETRY_MS, at_ms + recorded_track.RETRY_MS + 500)
    async with asyncio.timeout(5):
        while meeting.told[-1] != "on":  # noqa: ASYNC110  a thread signals no event
            await asyncio.sleep(0.01)
    whole = [row for row in await meeting.close() if row.duration_ms]
    assert [(row.start_ms, row.duration_ms) for row in whole] == [(at_ms + recorded_track.RETRY_MS, 500)]
    assert meeting.lacks == ["disk"]


async def test_full_disk(meeting: Meeting) -> None:
    """A part that finds no room is given up, which is written down once; what was written before it stays."""
    alice = meeting.track(ALICE)
    await meeting.follow(True, ALICE)
    speak(alice, 0, 1000)
    full = meeting.root / directory_of(ROOM, RECORDING) / part_name(2, 60_000, ALICE)
    full.parent.mkdir(parents=True, exist_ok=True)
    full.symlink_to("/dev/full")
    at_ms = 60_000
    async with asyncio.timeout(5):
        while "failing" not in meeting.told:
            speak(alice, at_ms, at_ms + 50)
            at_ms += 50
            await asyncio.sleep(0.01)
    full.unlink()
    speak(alice, at_ms + recorded_track.RETRY_MS, at_ms + recorded_track.RETRY_MS + 500)
    rows = await meeting.close()
    assert [(row.part, row.duration_ms) for row in rows] == [(1, 1000), (2, None), (3, 500)]
    assert meeting.lacks == ["disk"]
    assert (meeting.root / rows[0].file_path).stat().st_size == rows[0].file_size


async def test_slow_disk(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames that are lost because too many wait for the disk are written down, too."""
    monkeypatch.setattr(recorded_track, "MOST_WAITING", 2)
    alice = meeting.track(ALICE)
    await meeting.follow(True, ALICE)
    speak(alice, 0, 1000)
    await meeting.close()
    assert meeting.lacks == ["disk"]
