"""More than one server in a store: one that was restored, one that is new, and one that only looks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.backup import timelines
from server.backup.base_backup import take_base_backup
from server.backup.restore import restore
from server.backup.retention_cleanup import delete_expired
from server.backup.verification import verify
from server.operator_error import OperatorError
from server.stack.recovery import recover
from tests.integration.backup.conftest import Server, contents_of, received, restored, served


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is not heard of at this moment runs no more."""
    monkeypatch.setattr(timelines, "ALIVE_WITHIN", timedelta(0))


@pytest.fixture
async def server(server: Server, gone: None) -> Server:
    """With a full backup and a row after it."""
    async with received(server):
        await take_base_backup(server.context)
        await server.write("first")
    return server


async def test_restored_server_goes_on(server: Server, tmp_path: Path) -> None:
    """It is backed up to the same store; then both what it wrote and what it left behind can be restored."""
    async with received(server):
        chosen, then = await server.write("chosen"), await contents_of(server.url)
        left = await server.write("left-behind")
        behind = await contents_of(server.url)
        await take_base_backup(server.context)
    await restore(server.context.store, chosen, tmp_path / "again", recover)
    async with served(tmp_path / "again", server.context.store) as again, received(again):
        early, soon = await again.write("before-its-first-backup"), await contents_of(again.url)
        assert (await take_base_backup(again.context)).base is None
        late, later = await again.write("after-it"), await contents_of(again.url)
    assert await verify(again.context) == []
    wanted = {"chosen": (chosen, then), "left": (left, behind), "early": (early, soon), "late": (late, later)}
    for name, (at, what) in wanted.items():
        assert await restored(again, at, tmp_path / name) == what, name


async def test_timelines_have_one_writer(server: Server, tmp_path: Path) -> None:
    """Two that are restored from one store do not write under one name."""
    store = server.context.store
    for name in ("a", "b"):
        await restore(store, None, tmp_path / name, recover)
    histories = [each.key for each in await store.entries("wal") if "history" in each.key]
    assert [key.rpartition("/")[2][:8] for key in histories] == ["00000002", "00000003"]


async def test_new_server_in_an_old_store(server: Server, tmp_path: Path) -> None:
    """What comes up in the place of a lost server overwrites nothing of its log."""
    async with received(server):
        at, then = await server.write("wanted"), await contents_of(server.url)
        await server.write("unwanted")
    async with served(tmp_path / "new", server.context.store) as new, received(new):
        assert (await take_base_backup(new.context)).base is None
        await new.write("new")
        assert await restored(server, at, tmp_path / "old") == then
        systems = {each.key.split("/")[1] for each in await server.context.store.entries("wal")}
        await delete_expired(new.context, datetime.now(UTC) + timedelta(days=40))
    assert systems > {each.key.split("/")[1] for each in await server.context.store.entries("wal")} != set()


async def test_two_at_once(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """While the first one runs another leaves its store alone, and says so."""
    monkeypatch.setattr(timelines, "ALIVE_WITHIN", timedelta(hours=1))
    async with served(tmp_path / "other", server.context.store) as other:
        with pytest.raises(OperatorError, match="another server stores its backups here"):
            await take_base_backup(other.context)


async def test_log_of_each_line_is_kept(server: Server, tmp_path: Path) -> None:
    """A week on, what a restored server needs is there though its log is at positions long passed."""
    async with received(server):
        chosen = await server.write("chosen")
        for number in range(3):
            await server.write(f"more-{number}")
            await server.next_segment()
        await take_base_backup(server.context, full=True)
    await restore(server.context.store, chosen, tmp_path / "again", recover)
    async with served(tmp_path / "again", server.context.store) as again:
        async with received(again):
            await take_base_backup(again.context)
            at, then = await again.write("wanted"), await contents_of(again.url)
            await again.write("unwanted")
        await delete_expired(again.context, datetime.now(UTC) + timedelta(days=8))
    assert await restored(again, at, tmp_path / "wanted") == then
