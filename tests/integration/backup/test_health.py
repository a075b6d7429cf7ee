"""What `parley doctor` says of backups."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from server.backup import timelines
from server.backup.backup_context import BackupContext
from server.backup.base_backup import take_base_backup
from server.backup.health import health_checks
from server.config import Secret
from server.meeting.schema import migrate
from server.meeting.sealing.keyring import Keyring
from server.meeting.sealing.process_keys import set_process_keyring
from server.object_store.directory_store import DirectoryStore
from server.stack.database_roles import backup_url, passwords_of, prepare_database
from server.stack.engines import postgres
from server.stack.layout import Layout
from tests.conftest import KEYS
from tests.integration.backup.conftest import Server, caught_up, received, served, until
from tests.recording_places import files_in


async def test_all_is_well(server: Server) -> None:
    """A server that is backed up and whose log is received."""
    async with received(server):
        await take_base_backup(server.context)
        await caught_up(server.context, datetime.now(UTC))
        assert [each.is_well for each in await health_checks(server.context)] == [True]


async def test_before_the_first(server: Server) -> None:
    """No backup is not yet an illness; a log that nobody receives is one."""
    assert [(each.is_well, each.fix) for each in await health_checks(server.context)] == [
        (False, "python -m server.backup"),
        (None, "parley backup now"),
    ]


async def test_old_backup_and_old_log(server: Server) -> None:
    """What stopped a day ago is told with the moment it stopped."""
    async with received(server):
        await take_base_backup(server.context)
        await caught_up(server.context, datetime.now(UTC))
        found = await health_checks(server.context, datetime.now(UTC) + timedelta(days=2))
    assert [each.is_well for each in found] == [False, False]


async def test_right_that_is_missing(server: Server) -> None:
    """What a configured server lacks is named, with what fixes it."""
    connection = await asyncpg.connect(server.url)
    await connection.execute("ALTER ROLE parley_backup NOREPLICATION")
    await connection.close()
    first = (await health_checks(server.context))[0]
    assert (first.is_well, first.fix) == (False, "psql: ALTER ROLE parley_backup REPLICATION")


async def test_no_way_in(server: Server) -> None:
    """A password that is wrong is told as that, and not shown."""
    context = server.on(server.context.store, Secret("postgresql://parley_backup:wrong@127.0.0.1:1/parley"))
    first = (await health_checks(context))[0]
    assert (first.is_well, "wrong" in first.what) == (False, False)


async def test_replication_that_is_refused(server: Server) -> None:
    """To be let into the database is not enough: what `pg_hba.conf` lacks is named."""
    connection = await asyncpg.connect(server.url)
    hba = Path(await connection.fetchval("SHOW hba_file"))
    hba.write_text("host all all 127.0.0.1/32 scram-sha-256\n")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()

    async def told() -> bool:
        return any("pg_hba.conf" in each.fix for each in await health_checks(server.context))

    await until(told)


async def test_log_without_a_bound(tmp_path: Path) -> None:
    """A server that keeps what nobody fetches until its disk is full is told from one that does not."""
    set_process_keyring(Keyring.parse(KEYS))
    layout = Layout(tmp_path, tmp_path, tmp_path)
    async with postgres(tmp_path / "postgres", durable=False) as url:
        await migrate(url)
        await prepare_database(url, passwords_of(layout))
        copies = await backup_url(url, passwords_of(layout))
        context = BackupContext(
            Secret(copies), DirectoryStore(tmp_path / "store"), tmp_path, files_in(tmp_path)
        )
        fixes = [each.fix for each in await health_checks(context)]
    assert "postgresql.conf: max_slot_wal_keep_size = 16GB" in fixes
    assert "postgresql.conf: summarize_wal = on" in fixes


async def test_another_server_in_the_store(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Why this one is not backed up is told."""
    monkeypatch.setattr(timelines, "ALIVE_WITHIN", timedelta(hours=1))
    async with received(server):
        await caught_up(server.context, datetime.now(UTC))
    async with served(tmp_path / "other", server.context.store) as other:
        found = [each.what for each in await health_checks(other.context)]
    assert any("another server stores its backups here" in what for what in found)
