"""The drill: rows are written, backups taken, the server is lost, and a moment is brought back."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from server.backup.base_backup import exclusive_store, take_base_backup
from server.backup.catalogue import format_time_rounded_up
from server.backup.restore import restore
from server.backup.retention_cleanup import delete_expired
from server.backup.verification import verify
from server.config import Secret
from server.operator_error import OperatorError
from server.stack.recovery import recover
from tests.integration.backup.conftest import Contents, Server, contents_of, received, restored


async def test_any_moment(server: Server, tmp_path: Path) -> None:
    """Before, between and after backups, a moment comes back as it was: every table, every row."""
    moments: list[tuple[datetime, Contents]] = []

    async def write(name: str) -> None:
        at = await server.write(name)
        moments.append((at, await contents_of(server.url)))

    async with received(server):
        await write("early")
        full = await take_base_backup(server.context, full=True)
        await write("after-the-full")
        first = await take_base_backup(server.context)
        second = await take_base_backup(server.context)
        await write("after-the-increments")
        await write("last")
        quiet = datetime.now(UTC)
    assert [full.base, first.base, second.base] == [None, full.id, first.id]
    assert await verify(server.context) == []
    for number, (at, then) in enumerate(moments[1:]):
        assert await restored(server, at, tmp_path / f"restored-{number}") == then
    for name, to in {"quiet": quiet, "end": None}.items():
        assert await restored(server, to, tmp_path / name) == moments[-1][1]


async def test_out_of_reach(server: Server, tmp_path: Path) -> None:
    """A moment before the first backup, after the log's end or in the future is refused in words."""
    async with received(server):
        before = await server.write("one")
        done = await take_base_backup(server.context)
        await server.write("two")
    store = server.context.store
    first = re.escape(format_time_rounded_up(done.ended))
    with pytest.raises(OperatorError, match=f"the earliest time that can be restored is {first}"):
        await restore(store, before, tmp_path / "a", recover)
    with pytest.raises(OperatorError, match="the stored log ends before that time"):
        await restore(store, datetime.now(UTC), tmp_path / "b", recover)
    with pytest.raises(OperatorError, match="in the future"):
        await restore(store, datetime.now(UTC) + timedelta(days=1), tmp_path / "c", recover)


async def test_nothing_is_overwritten(server: Server, tmp_path: Path) -> None:
    """A directory with something in it stays as it is."""
    await take_base_backup(server.context)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "diary").write_text("mine")
    with pytest.raises(OperatorError, match="is not empty"):
        await restore(server.context.store, None, tmp_path / "there", recover)
    assert (tmp_path / "there" / "diary").read_text() == "mine"
    with pytest.raises(OperatorError, match="is a file"):
        await restore(server.context.store, None, tmp_path / "there" / "diary", recover)


async def test_server_that_is_not_ours(server: Server, tmp_path: Path) -> None:
    """One that another made, with names and settings of its own, is restored as one of ours."""
    await server.write("theirs")
    connection = await asyncpg.connect(server.url)
    for statement in (
        "CREATE ROLE somebody SUPERUSER LOGIN PASSWORD 'theirs'",
        "ALTER SYSTEM SET shared_preload_libraries = 'not_on_this_machine'",
    ):
        await connection.execute(statement)
    then, place = await contents_of(server.url), urlsplit(server.url).netloc.rpartition("@")[2]
    await connection.close()
    connection = await asyncpg.connect(f"postgresql://somebody:theirs@{place}/postgres")
    await connection.execute("ALTER ROLE parley RENAME TO postgres")
    await connection.execute("ALTER DATABASE parley RENAME TO meetings")
    await connection.close()
    url = Secret(server.context.url.reveal().removesuffix("parley") + "meetings")
    await take_base_backup(server.on(server.context.store, url))
    assert await restored(server, None, tmp_path / "into") == then


async def test_one_at_a_time(server: Server) -> None:
    """While one is being taken another says so; neither it nor retention touches what is not finished."""
    async with exclusive_store(server.context):
        for another in (take_base_backup(server.context), delete_expired(server.context, datetime.now(UTC))):
            with pytest.raises(OperatorError, match="another backup is being taken"):
                await another
    await take_base_backup(server.context)
