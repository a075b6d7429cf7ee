"""What the disk still has of finished recordings goes to their bucket."""

from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from server.config import Settings
from server.jobs import recording_delivery
from server.jobs.scheduled_task import Counts, Incomplete, Work
from server.meeting.rooms import Room
from tests.integration.bucket import Bucket, bucket
from tests.integration.jobs.conftest import as_owner, at, recorded

WORK_AT = at("2026-03-02 03:00")
MIX = b"what was said"


@pytest.fixture
async def s3(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    """The bucket the environment names."""
    async with bucket("meetings") as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
def settings(settings: Settings, s3: Bucket) -> Settings:
    """Recordings are below a prefix of the bucket."""
    return replace(settings, recordings_bucket="s3://meetings/sound")


async def on_disk(settings: Settings, room: Room) -> tuple[UUID, Path]:
    """A recording of which mix and waveform are on the disk."""
    made = await recorded(settings, room, name="later")
    folder = settings.recordings / str(room.id) / str(made)
    folder.mkdir(parents=True)
    (folder / "mix.ogg").write_bytes(MIX)
    (folder / "peaks.json").write_text("{}")
    await as_owner(
        "UPDATE recordings SET file_path = $1, file_sha256 = $2 RETURNING id",
        f"{room.id}/{made}/mix.ogg",
        sha256(MIX).hexdigest(),
    )
    return made, folder


async def run(settings: Settings) -> Counts:
    """As the jobs process does."""
    return await recording_delivery.deliver(Work(settings, WORK_AT))


async def test_moved(atrium: Room, settings: Settings, s3: Bucket, worker: None) -> None:
    """Files of a completed recording go there, and their folder goes with them."""
    made, folder = await on_disk(settings, atrium)
    assert await run(settings) == {"moved": 2}
    assert s3.objects[f"sound/{atrium.id}/{made}/mix.ogg"] == MIX
    assert not folder.exists()
    assert await run(settings) == {}


async def test_refused(atrium: Room, settings: Settings, s3: Bucket, worker: None) -> None:
    """What the bucket refuses stays, and the run has failed."""
    _, folder = await on_disk(settings, atrium)
    s3.refusing = True
    with pytest.raises(Incomplete):
        await run(settings)
    assert (folder / "mix.ogg").read_bytes() == MIX


async def test_older_than_the_bucket(atrium: Room, settings: Settings, s3: Bucket, worker: None) -> None:
    """A mix from before somebody was forgotten never replaces the one the row means; it is deleted here."""
    made, folder = await on_disk(settings, atrium)
    key = f"sound/{atrium.id}/{made}/mix.ogg"
    (folder / "mix.ogg").write_bytes(b"with Ann")
    assert await run(settings) == {"moved": 1, "left": 1}
    s3.objects[key] = MIX
    assert await run(settings) == {"moved": 1}
    assert s3.objects[key] == MIX
    assert not folder.exists()


@pytest.mark.parametrize("status", ["recording", "processing", "failed"])
async def test_unfinished(status: str, atrium: Room, settings: Settings, s3: Bucket, worker: None) -> None:
    """Of a recording that is not completed nothing is moved."""
    await on_disk(settings, atrium)
    await as_owner("UPDATE recordings SET status = $1 RETURNING id", status)
    assert await run(settings) == {}
    assert s3.objects == {}


async def test_no_bucket(atrium: Room, settings: Settings, s3: Bucket, worker: None) -> None:
    """Where recordings are kept in a directory there is nothing to do."""
    _, folder = await on_disk(settings, atrium)
    assert await run(replace(settings, recordings_bucket="")) == {}
    assert folder.exists()
