"""What time and accidents do to backups: damage is named, and what breaks off harms nothing before it."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from server.backup import base_backup
from server.backup.base_backup import take_base_backup
from server.backup.catalogue import backups_in
from server.backup.postgres_tools import ToolError
from server.backup.restore import restore
from server.backup.verification import verify
from server.object_store.directory_store import DirectoryStore
from server.object_store.protocol import STORE_ERRORS
from server.operator_error import OperatorError
from server.stack.recovery import recover
from tests.integration.backup.conftest import Server, received, tool_at_work, until

SUMMARIZED = "SELECT count(*) FROM pg_available_wal_summaries() WHERE end_lsn > $1::text::pg_lsn"


def folder_of(server: Server) -> Path:
    """Where the fixture's store is."""
    assert isinstance(server.context.store, DirectoryStore)
    return server.context.store.root


@pytest.mark.parametrize("name", ["base.tar.gz", "pg_wal.tar.gz", "backup_manifest"])
async def test_changed_file_is_named(server: Server, name: str) -> None:
    """One byte of one file, and `verify` says which."""
    done = await take_base_backup(server.context)
    path = folder_of(server) / done.key_of(name)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    assert done.key_of(name) in [fault.what for fault in await verify(server.context)]


async def test_missing_base_is_named(server: Server, tmp_path: Path) -> None:
    """An increment whose base lost a file is not called good, nor restored in part."""
    full = await take_base_backup(server.context)
    await take_base_backup(server.context)
    (folder_of(server) / full.key_of("base.tar.gz")).unlink()
    assert full.key_of("base.tar.gz") in [fault.what for fault in await verify(server.context)]
    with pytest.raises(OperatorError, match=f"parley backup verify {full.id}"):
        await restore(server.context.store, None, tmp_path / "into", recover)
    assert list((tmp_path / "into").iterdir()) == []


async def test_damage_is_not_restored(server: Server, tmp_path: Path) -> None:
    """PostgreSQL's own check comes before anything is made of a backup."""
    done = await take_base_backup(server.context)
    path = folder_of(server) / done.key_of("backup_manifest")
    path.write_text(path.read_text().replace('"Size": 8192', '"Size": 8193', 1))
    with pytest.raises(ToolError, match="pg_verifybackup"):
        await restore(server.context.store, None, tmp_path / "into", recover)


async def test_gap_in_the_log_is_named(server: Server) -> None:
    """A segment between two others that is not there is one no moment after it can do without."""
    async with received(server):
        await take_base_backup(server.context, full=True)
        for number in range(3):
            await server.write(f"row-{number}")
            await server.next_segment()
    wal = sorted(path for path in (folder_of(server) / "wal").glob("*/*") if "partial" not in path.name)
    assert await verify(server.context) == []
    wal[-2].unlink()
    assert f"wal/{wal[-2].parent.name}/{wal[-2].name}" in [
        fault.what for fault in await verify(server.context)
    ]


async def test_killed_backup(server: Server) -> None:
    """One that is killed leaves nothing that counts; the next is whole, and clears up after it."""
    good = await take_base_backup(server.context)
    doomed = asyncio.ensure_future(take_base_backup(server.context, full=True))
    tool = await tool_at_work("pg_basebackup")
    assert str(urlsplit(server.context.url.reveal()).password) not in " ".join(tool.cmdline())
    tool.send_signal(signal.SIGKILL)
    with pytest.raises(OperatorError):
        await doomed
    (server.context.work / "taking-19700101T000000000000").mkdir()
    assert await backups_in(server.context.store) == [good]
    assert await verify(server.context) == []
    after = await take_base_backup(server.context)
    assert after.base == good.id
    assert not list(server.context.work.glob("taking-*"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Room for a backup and not for two."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=9m", "parley-test", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:  # noqa: S603
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S603, S607


async def test_full_disk(server: Server, small_disk: Path, tmp_path: Path) -> None:
    """A backup there is no room for fails and leaves the one before it, which still restores."""
    context = server.on(DirectoryStore(small_disk))
    good = await take_base_backup(context)
    with pytest.raises((OperatorError, *STORE_ERRORS)):
        await take_base_backup(context, full=True)
    assert await backups_in(context.store) == [good]
    assert {path.parent.name for path in small_disk.glob("base/*/*")} == {good.id}
    assert await verify(context) == []
    assert (await restore(context.store, None, tmp_path / "into", recover)).backup == good


async def test_no_room_to_restore(server: Server, small_disk: Path) -> None:
    """A restore there is no room for fails and leaves nothing of itself."""
    await take_base_backup(server.context)
    with pytest.raises((OperatorError, *STORE_ERRORS)):
        await restore(server.context.store, None, small_disk / "into", recover)
    assert list((small_disk / "into").iterdir()) == []


async def test_little_room(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup ends itself before the disk is full on which the database may be."""
    monkeypatch.setattr(base_backup, "MIN_FREE_BYTES", 1 << 60)
    with pytest.raises(OperatorError, match="would be left free"):
        await take_base_backup(server.context)
    assert not list(server.context.work.glob("taking-*"))


async def test_record_that_is_garbage(server: Server) -> None:
    """It is named, its files stay, and the other backups are as good as before."""
    spoilt, good = (
        await take_base_backup(server.context, full=True),
        await take_base_backup(server.context, full=True),
    )
    (folder_of(server) / spoilt.record_key).write_text('{"id":')
    await take_base_backup(server.context)
    assert (folder_of(server) / spoilt.key_of("base.tar.gz")).exists()
    assert [fault.what for fault in await verify(server.context)] == [spoilt.record_key]
    assert [fault.what for fault in await verify(server.context, good.id)] == [spoilt.record_key]


async def test_manifest_of_the_base_is_lost(server: Server) -> None:
    """There is nothing to add to, so the next backup is full."""
    first = await take_base_backup(server.context)
    (folder_of(server) / first.key_of("backup_manifest")).unlink()
    assert (await take_base_backup(server.context)).base is None


async def test_summaries_are_lost(server: Server) -> None:
    """What changed cannot be told, so the next backup is full."""
    base = await take_base_backup(server.context)
    await server.write("more")
    connection = await asyncpg.connect(server.url)
    await connection.execute("CHECKPOINT")
    await until(lambda: connection.fetchval(SUMMARIZED, base.end_lsn))
    data = Path(await connection.fetchval("SHOW data_directory"))
    await connection.close()
    for summary in (data / "pg_wal" / "summaries").glob("*.summary"):
        summary.unlink()
    assert (await take_base_backup(server.context)).base is None


async def test_half_a_file(server: Server) -> None:
    """What is left of a backup that broke off is removed by the next."""
    lost = folder_of(server) / "base" / "19700101T000000.000F" / "base.tar.gz.unfinished"
    lost.parent.mkdir(parents=True)
    lost.touch()
    await take_base_backup(server.context)
    assert not lost.exists()
