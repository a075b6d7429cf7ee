"""The door to PostgreSQL: a transaction is whole, and no failure costs a connection."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from server.errors import Unavailable
from server.meeting.db import connection, execute, fetch, fetch_one, open_database, transaction

ANSWER_S = 5.0
A_ROOM = "INSERT INTO rooms (name, slug, livekit_room_name, type) VALUES ('A', 'a', 'a', 'external')"
MIGRATE = "import asyncio, sys; from server.meeting.schema import migrate; asyncio.run(migrate(sys.argv[1]))"
SLEEPING = "SELECT count(*) FROM pg_stat_activity WHERE query ~ '^SELECT pg_sleep'"


@pytest.fixture
async def narrow(database_url: str) -> AsyncIterator[str]:
    """A pool of a single connection: one that is lost is missed at once."""
    async with open_database(database_url, pool_size=1):
        yield database_url


async def still_answers() -> None:
    """The one connection is back, and no transaction is left behind."""
    with pytest.raises(Unavailable):
        connection()
    async with asyncio.timeout(ANSWER_S):
        row = await fetch_one("SELECT 1 AS one")
    assert row is not None


async def test_all_or_nothing(narrow: str) -> None:
    """What a failed transaction wrote is gone."""
    with contextlib.suppress(RuntimeError):
        async with transaction():
            await execute(A_ROOM)
            raise RuntimeError
    assert not await fetch("SELECT FROM rooms")
    await still_answers()


async def test_joins_the_one_around(narrow: str) -> None:
    """A transaction within another is part of it: what the inner one wrote goes with the outer one."""
    with contextlib.suppress(RuntimeError):
        async with transaction():
            async with transaction():
                await execute(A_ROOM)
            assert await fetch("SELECT FROM rooms")
            raise RuntimeError
    assert not await fetch("SELECT FROM rooms")


async def test_sql_error(narrow: str) -> None:
    """After a statement that fails."""
    with pytest.raises(asyncpg.PostgresError):
        async with transaction():
            await execute("SELECT nonsense")
    await still_answers()


async def test_gathered(narrow: str) -> None:
    """After two queries at once on the one connection."""
    with contextlib.suppress(asyncpg.InterfaceError):
        async with transaction():
            await asyncio.gather(fetch("SELECT pg_sleep(0.05)"), fetch("SELECT pg_sleep(0.05)"))
    await still_answers()


async def test_commit_fails(narrow: str) -> None:
    """After a constraint that is checked, and fails, at COMMIT."""
    await execute("CREATE TABLE late (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(asyncpg.UniqueViolationError):
        async with transaction():
            await execute("INSERT INTO late VALUES (1), (1)")
    await still_answers()


async def test_cancelled_in_a_query(narrow: str) -> None:
    """After a task cancelled in the middle of a statement."""

    async def work() -> None:
        async with transaction():
            await execute("SELECT pg_sleep(30)")

    task = asyncio.create_task(work())
    async with open_second(narrow) as watcher:
        while not await watcher.fetchval(SLEEPING):  # noqa: ASYNC110  no event tells of it
            await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await still_answers()


@pytest.mark.parametrize("turns", range(8))
async def test_cancelled_early(narrow: str, turns: int) -> None:
    """After a task cancelled while it gets its connection or begins, after any number of turns."""

    async def work() -> None:
        async with transaction():
            await execute("SELECT 1")

    task = asyncio.create_task(work())
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await still_answers()


async def cut_off(url: str) -> None:
    """Write in a transaction whose backend is gone."""
    async with transaction():
        row = await fetch_one("SELECT pg_backend_pid() AS pid")
        assert row is not None
        async with open_second(url) as other:
            await other.execute("SELECT pg_terminate_backend($1)", row["pid"])
        await execute("SELECT 1")


async def test_server_ends_the_connection(narrow: str) -> None:
    """After PostgreSQL has ended the connection under a transaction."""
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await cut_off(narrow)
    await still_answers()


async def test_not_open() -> None:
    """Before the database is open a query says that it is unavailable."""
    with pytest.raises(Unavailable):
        await fetch("SELECT 1")


async def test_migrated_at_once(postgres_url: str) -> None:
    """Of two processes that start together on an empty database one migrates, and the other finds it done."""
    server = urlsplit(postgres_url)
    async with open_second(server._replace(path="/postgres").geturl()) as other:
        await other.execute("CREATE DATABASE empty")
    url = server._replace(path="/empty").geturl()
    migrating = [await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, url) for _ in range(2)]
    assert [await process.wait() for process in migrating] == [0, 0]
    async with open_second(url) as other:
        assert await other.fetchval("SELECT count(*) = count(DISTINCT name) FROM migration")


@contextlib.asynccontextmanager
async def open_second(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Somebody else's connection."""
    second = await asyncpg.connect(url)
    try:
        yield second
    finally:
        await second.close()
