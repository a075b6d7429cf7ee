"""An operator's PostgreSQL, whose user is no superuser: everything works all the same."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from server.database.reindex import reindex
from server.database.status import print_status
from server.database.vacuum import vacuum
from server.meeting.schema import migrate
from server.stack.engines import postgres
from tests.integration.database.conftest import half_made


@pytest.fixture
async def anns(tmp_path: Path) -> AsyncIterator[str]:
    """A server of this test alone, and the database of somebody who may make roles and no more."""
    async with postgres(tmp_path / "postgres", durable=False) as url:
        admin = await asyncpg.connect(url)
        await admin.execute("CREATE ROLE ann LOGIN PASSWORD 'p' CREATEROLE")
        await admin.execute("CREATE DATABASE anns OWNER ann")
        await admin.close()
        theirs = f"postgresql://ann:p@{urlsplit(url).netloc.rpartition('@')[2]}/anns"
        await migrate(theirs)
        yield theirs


async def test_looked_after(anns: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Status finds nothing wrong, and every table of ours is vacuumed and rebuilt."""
    connection = await asyncpg.connect(anns)
    await connection.execute("SET ROLE parley_worker")
    await connection.execute(
        "INSERT INTO maintenance_runs (task, tick, outcome, finished_at)"
        " VALUES ('cleanup_expired_sessions', now(), 'done', now())"
    )
    await connection.close()
    assert await print_status(anns) == 0
    told = capsys.readouterr().out
    assert "✗" not in told
    assert "nothing due" in told
    assert await vacuum(anns, []) == 0
    assert await reindex(anns, []) == 0


async def test_half_an_index(anns: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a broken rebuild left is dropped but where only a superuser may, and that is said."""
    await half_made(anns)
    assert await reindex(anns, ["rooms"]) == 1
    told = capsys.readouterr().out
    assert "dropped public.users_pkey_ccnew" in told
    assert "as a superuser: DROP INDEX CONCURRENTLY pg_toast." in " ".join(told.split())


@pytest.mark.parametrize("call", ["cleanup_expired_invitations()", "cleanup_old_recordings(90)"])
async def test_cleaned_by_hand(call: str, anns: str) -> None:
    """The document's statements work for who owns the tables."""
    connection = await asyncpg.connect(anns)
    assert await connection.fetchval(f"SELECT {call}") == 0
    await connection.close()
