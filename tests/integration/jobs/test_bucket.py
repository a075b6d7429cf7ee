"""The archive in a bucket: the same laws where the disk is somebody else's."""

from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256

import pytest

from server.config import Settings
from server.jobs import cleanup_tasks
from server.jobs.scheduled_task import Incomplete, Work
from server.meeting.rooms import Room
from tests.integration.bucket import Bucket, bucket
from tests.integration.jobs.conftest import as_owner, at, recorded

WHEN = at("2026-03-02 03:00")
LONG = bytes(range(256)) * 100_000
"""Of several parts."""


@pytest.fixture
async def s3(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    """The bucket the environment names."""
    async with bucket("meetings") as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The archive is below a prefix of the bucket."""
    return replace(settings, archive="s3://meetings/old/")


@pytest.mark.parametrize("content", [b"", b"short", LONG], ids=["empty", "short", "long"])
async def test_moved(content: bytes, atrium: Room, settings: Settings, s3: Bucket, worker: None) -> None:
    """A recording ends up whole in the bucket, and its row names the place."""
    made = await recorded(settings, atrium, content)
    assert await cleanup_tasks.recordings(Work(settings, WHEN)) == {"marked": 1, "moved": 1}
    assert s3.objects == {f"old/{atrium.id}/{made}.ogg": content}
    assert await as_owner("SELECT file_url FROM recordings") == f"s3://meetings/old/{atrium.id}/{made}.ogg"
    assert await as_owner("SELECT file_sha256 FROM recordings") == sha256(content).hexdigest()
    assert not (settings.recordings / f"{made}.ogg").exists()


async def test_refused(atrium: Room, settings: Settings, s3: Bucket, worker: None) -> None:
    """Where the bucket lets nobody write, the original stays; once it does, the next run moves it."""
    made = await recorded(settings, atrium, LONG)
    s3.refusing = True
    with pytest.raises(Incomplete):
        await cleanup_tasks.recordings(Work(settings, WHEN))
    assert (settings.recordings / f"{made}.ogg").read_bytes() == LONG
    s3.refusing = False
    assert await cleanup_tasks.archive(Work(settings, WHEN)) == {"moved": 1}
