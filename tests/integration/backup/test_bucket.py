"""Backups in a bucket: the same drill where the disk is somebody else's."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.exceptions import PermissionDeniedError

from server.backup.backup_context import SETTING
from server.backup.base_backup import take_base_backup
from server.backup.restore import restore
from server.backup.retention_cleanup import delete_expired
from server.backup.verification import verify
from server.object_store.bucket_store import BucketStore as Store
from server.object_store.store import store_at
from server.stack.recovery import recover
from tests.integration.backup.conftest import Server, contents_of, copied, received, restored
from tests.integration.bucket import Bucket, bucket


@pytest.fixture
async def s3(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    """The bucket the environment names."""
    async with bucket("backups") as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
async def server(s3: Bucket, prepared_data: Path, tmp_path: Path) -> AsyncIterator[Server]:
    """With a prefix of the bucket for its backups."""
    store = store_at("s3://backups/parley", SETTING)
    async with copied(prepared_data, tmp_path / "data", store) as running:
        yield running


async def test_a_moment_out_of_a_bucket(server: Server, s3: Bucket, tmp_path: Path) -> None:
    """Full, increment and log go there, and a moment comes back from there alone."""
    assert isinstance(server.context.store, Store)
    async with received(server):
        await take_base_backup(server.context, full=True)
        await take_base_backup(server.context)
        at, then = await server.write("wanted"), await contents_of(server.url)
        await server.write("unwanted")
    assert all(key.startswith("parley/") for key in s3.objects)
    assert await verify(server.context) == []
    assert await restored(server, at, tmp_path / "into") == then


async def test_damage_in_a_bucket(server: Server, s3: Bucket) -> None:
    """What was changed there is named."""
    done = await take_base_backup(server.context)
    key = f"parley/{done.key_of('base.tar.gz')}"
    s3.objects[key] = s3.objects[key][:-9] + b"damaged  "
    assert done.key_of("base.tar.gz") in [fault.what for fault in await verify(server.context)]


async def test_refused(server: Server, s3: Bucket) -> None:
    """Where the bucket lets nobody write no backup counts; the next, once it does, is whole."""
    s3.refusing = True
    with pytest.raises(PermissionDeniedError):
        await take_base_backup(server.context)
    s3.refusing = False
    done = await take_base_backup(server.context)
    assert (await verify(server.context), done.base) == ([], None)


async def test_bucket_that_only_is_read(server: Server, s3: Bucket, tmp_path: Path) -> None:
    """Who may not write there can restore from there."""
    done = await take_base_backup(server.context)
    s3.refusing = True
    assert (await restore(server.context.store, None, tmp_path / "into", recover)).backup == done


async def test_retention_in_a_bucket(server: Server, s3: Bucket) -> None:
    """What nothing needs is deleted there."""
    first, last = (
        await take_base_backup(server.context, full=True),
        await take_base_backup(server.context, full=True),
    )
    await delete_expired(server.context, datetime.now(UTC) + timedelta(days=40))
    assert not [key for key in s3.objects if first.id in key]
    assert [key for key in s3.objects if last.id in key]
