"""PostgreSQL in a directory of ours."""

import os
import signal
from pathlib import Path

import asyncpg
import pytest

from server.stack.postgres import postgres, postgres_process


async def test_unreachable_for_others(tmp_path: Path) -> None:
    """It runs in a directory under one that only we may enter, also where we are root."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    async with postgres(closed / "postgres", durable=False) as url:
        connection = await asyncpg.connect(url)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()


async def test_killed(tmp_path: Path) -> None:
    """After kill -9 what was committed is there, and the pid file left behind does not disturb."""
    async with postgres_process(tmp_path / "postgres") as (url, child):
        connection = await asyncpg.connect(url)
        await connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        connection.terminate()
        os.killpg(child.process.pid, signal.SIGKILL)
        await child.process.wait()
    async with postgres(tmp_path / "postgres") as url:
        connection = await asyncpg.connect(url)
        assert await connection.fetchval("SELECT n FROM kept") == 7
        await connection.close()


async def test_discreet(tmp_path: Path) -> None:
    """What was in a statement that failed is not in the log."""
    async with postgres(tmp_path / "postgres", durable=False) as url:
        connection = await asyncpg.connect(url)
        with pytest.raises(asyncpg.DataError):
            await connection.execute("SELECT 'the secret words'::text::int")
        await connection.execute("CREATE TABLE t (w text UNIQUE); INSERT INTO t VALUES ('the secret words')")
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.execute("INSERT INTO t VALUES ('the secret words')")
        await connection.close()
    assert "INSERT" not in (tmp_path / "postgres" / "postgres.log").read_text()
    assert "Key (w)" not in (tmp_path / "postgres" / "postgres.log").read_text()


async def test_password(tmp_path: Path) -> None:
    """Nobody on this machine gets in without the password."""
    async with postgres(tmp_path / "postgres", durable=False) as url:
        password = url.split(":")[2].split("@")[0]
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(url.replace(password, "guess"))


async def test_interrupted_initdb(tmp_path: Path) -> None:
    """A first start that was interrupted is begun again."""
    half = tmp_path / "postgres" / "pgdata.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    async with postgres(tmp_path / "postgres", durable=False) as url:
        connection = await asyncpg.connect(url)
        await connection.close()
