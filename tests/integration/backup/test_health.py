"""What `parley doctor` says of backups."""

from datetime import UTC, datetime, timedelta

import asyncpg

from server.backup.health import signs
from server.backup.taking import take
from server.config import Secret
from tests.integration.backup.conftest import Server, caught_up, received


async def test_all_is_well(server: Server) -> None:
    """A server that is backed up and whose log is received."""
    async with received(server):
        await take(server.site)
        await caught_up(server.site, datetime.now(UTC))
        assert [each.is_well for each in await signs(server.site)] == [True]


async def test_before_the_first(server: Server) -> None:
    """No backup is not yet an illness; a log that nobody receives is one."""
    assert [(each.is_well, each.mend) for each in await signs(server.site)] == [
        (False, "python -m server.backup"),
        (None, "parley backup now"),
    ]


async def test_old_backup_and_old_log(server: Server) -> None:
    """What stopped a day ago is told with the moment it stopped."""
    async with received(server):
        await take(server.site)
        await caught_up(server.site, datetime.now(UTC))
        found = await signs(server.site, datetime.now(UTC) + timedelta(days=2))
    assert [each.is_well for each in found] == [False, False]


async def test_right_that_is_missing(server: Server) -> None:
    """What a configured server lacks is named, with what mends it."""
    connection = await asyncpg.connect(server.url)
    await connection.execute("ALTER ROLE parley_backup NOREPLICATION")
    await connection.close()
    first = (await signs(server.site))[0]
    assert (first.is_well, first.mend) == (False, "psql: ALTER ROLE parley_backup REPLICATION")


async def test_no_way_in(server: Server) -> None:
    """A password that is wrong is told as that, and not shown."""
    site = server.on(server.site.store, Secret("postgresql://parley_backup:wrong@127.0.0.1:1/parley"))
    first = (await signs(site))[0]
    assert (first.is_well, "wrong" in first.what) == (False, False)
