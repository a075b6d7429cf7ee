"""`parley db` as a process, on the test's database."""

import asyncio
import os
import sys
from dataclasses import dataclass

import asyncpg
import pytest

WIDTH = 80
WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $1 AND NOT granted)"


@dataclass(frozen=True)
class Said:
    """What a command wrote, and how it ended."""

    code: int
    out: str
    err: str


async def parley(*argv: str, **environment: str) -> Said:
    """Run `parley db` on a terminal's 80 columns, with these variables over ours."""
    return await command("db", *argv, **environment)


async def command(*argv: str, **environment: str) -> Said:
    """Run any command so."""
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server", *argv,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**known, "COLUMNS": str(WIDTH), **environment},
    )  # fmt: skip
    out, err = await process.communicate()
    return Said(process.returncode or 0, out.decode(), err.decode())


@pytest.fixture
def url(database: str) -> str:
    """Of the owner."""
    return database


async def half_made(url: str) -> None:
    """Leave half of each index of the users, as a rebuild does that is broken off while it waits."""
    older, broken = await asyncpg.connect(url), await asyncpg.connect(url)
    try:
        async with older.transaction(isolation="repeatable_read"):
            await older.fetch("SELECT FROM users")
            rebuilding = asyncio.create_task(broken.execute("REINDEX TABLE CONCURRENTLY users"))
            while not rebuilding.done() and not await older.fetchval(WAITING, broken.get_server_pid()):
                pass
            await older.execute("SELECT pg_cancel_backend($1)", broken.get_server_pid())
            with pytest.raises(asyncpg.QueryCanceledError):
                await rebuilding
    finally:
        await older.close()
        await broken.close()
