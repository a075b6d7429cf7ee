"""Parts on their way to a bucket while the meeting goes on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from agent.recording import part_delivery
from agent.recording.part import Part
from agent.recording.part_delivery import PartDelivery, deliver_left_parts
from agent.recording.part_names import directory_of, part_name
from server.meeting.recording_tracks import RecordingTrack
from server.recording_files import RecordingFiles
from tests.integration.bucket import Bucket, bucket
from tests.unit.agent.recording.test_part import tone

ROOM, RECORDING, ALICE = (UUID(int=number) for number in (1, 2, 7))
PATIENCE_S = 20.0


@pytest.fixture
async def s3(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    """The bucket the environment names."""
    async with bucket("meetings") as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
def files(tmp_path: Path, s3: Bucket) -> RecordingFiles:
    """A disk on which parts wait for the bucket."""
    return RecordingFiles.at(tmp_path / "recordings", "s3://meetings/sound", "s3://meetings/old")


class Noted:
    """What the recording's row is told."""

    def __init__(self) -> None:
        self.said: list[str | None] = []
        self.waits = asyncio.Event()

    async def note(self, _: UUID, what: str | None) -> None:
        """Take it down."""
        self.said.append(what)
        self.waits.set()


def part(files: RecordingFiles, number: int) -> RecordingTrack:
    """A finished part of a second."""
    path = f"{directory_of(ROOM, RECORDING)}/{part_name(number, number * 1000, ALICE)}"
    made = Part(files.disk / path, number * 1000)
    made.write(tone(1000), number * 1000)
    duration_ms, size, sha256 = made.close()
    return RecordingTrack(
        UUID(int=100 + number), RECORDING, ROOM, ALICE, "part", "Alice", number, path, number * 1000,
        duration_ms, size, sha256,
    )  # fmt: skip


async def test_finished_parts_leave(files: RecordingFiles, s3: Bucket) -> None:
    """Each is in the bucket as it was written, and then no longer here."""
    noted, rows = Noted(), [part(files, number) for number in (1, 2)]
    sounds = [(files.disk / row.file_path).read_bytes() for row in rows]
    delivery = PartDelivery(files, noted.note)
    for row in rows:
        delivery.add(row)
    await delivery.aclose(PATIENCE_S)
    assert [s3.objects[f"sound/{row.file_path}"] for row in rows] == sounds
    assert list(files.disk.rglob("*.ogg")) == []
    assert noted.said == []


async def test_bucket_is_away(files: RecordingFiles, s3: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it refuses, parts stay here and the row says why; once it is back all of them leave."""
    monkeypatch.setattr(part_delivery, "FIRST_S", 0.01)
    noted, rows = Noted(), [part(files, number) for number in (1, 2)]
    delivery = PartDelivery(files, noted.note)
    s3.refusing = True
    for row in rows:
        delivery.add(row)
    async with asyncio.timeout(PATIENCE_S):
        await noted.waits.wait()
    assert noted.said[0] == "storage"
    assert len(list(files.disk.rglob("*.ogg"))) == 2
    s3.refusing = False
    await delivery.aclose(PATIENCE_S)
    assert len(s3.objects) == 2
    assert noted.said[-1] is None
    assert list(files.disk.rglob("*.ogg")) == []


async def test_left_by_a_job(files: RecordingFiles, s3: Bucket) -> None:
    """Parts of a job that ended leave later; one that is still written does not."""
    done = part(files, 1)
    path = f"{directory_of(ROOM, RECORDING)}/{part_name(2, 5000, ALICE)}"
    written = Part(files.disk / path, 5000)
    written.write(tone(100), 5000)
    assert await deliver_left_parts(files) == 1
    assert list(s3.objects) == [f"sound/{done.file_path}"]
    written.close()
    assert await deliver_left_parts(files) == 1
