"""Vacuum, reindex and psql: what they do, to what, and what they leave."""

import asyncpg
import pytest

from server.database.psql import command
from server.database.reindex import reindex
from server.database.vacuum import vacuum
from server.meeting.advisory_locks import AdvisoryLock
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.schema import let_sign_in, url_of
from server.operator_error import OperatorError
from tests.integration.database.conftest import half_made, parley


async def vacuumed() -> set[str]:
    """Name the tables that were vacuumed by hand."""
    await execute("SELECT pg_stat_force_next_flush()")
    rows = await fetch("SELECT relname FROM pg_stat_user_tables WHERE vacuum_count > 0")
    return {row["relname"] for row in rows}


async def filenode(index: str) -> int:
    """Give the number of an index's file, which a rebuild changes."""
    row = await fetch_one("SELECT pg_relation_filenode($1::text::regclass) AS node", index)
    assert row is not None
    return int(row["node"])


async def test_vacuum_of_one(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the named tables are vacuumed."""
    assert await vacuum(url, ["users", "rooms"]) == 0
    assert await vacuumed() == {"users", "rooms"}
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["users", "rooms"]


async def test_vacuum_of_all(url: str) -> None:
    """Without a name all are, partitions too."""
    assert await vacuum(url, []) == 0
    assert {"users", "audit_events_default", "maintenance_runs"} <= await vacuumed()


async def test_vacuum_without_the_right(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A table that PostgreSQL only warns about is not called vacuumed."""
    await let_sign_in(url, {"parley_readonly": "r"})
    assert await vacuum(url_of(url, "parley_readonly", "r"), ["users"]) == 1
    assert "✗ users: " in capsys.readouterr().out
    assert await vacuumed() == set()


@pytest.mark.parametrize("task", ["vacuum", "reindex"])
async def test_unknown_table(task: str, url: str) -> None:
    """A name that is none is refused before anything is done, with the one that was meant."""
    said = await parley(task, "rooms", "usres", DATABASE_URL=url)
    assert said.code == 1
    assert said.err.startswith("parley: there is no table 'usres'; did you mean users?")
    assert await vacuumed() == set()


@pytest.mark.parametrize(
    "name", ['users"; DROP TABLE users; --', "pg_class", "", "users_pkey", "audit_events_default"]
)
async def test_no_table_at_all(name: str, url: str) -> None:
    """What is no table of ours is never put into a statement."""
    with pytest.raises(OperatorError, match="there is no table"):
        await vacuum(url, [name])


async def test_reindex(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every index of the named table is built anew, and no other."""
    before = await filenode("users_pkey"), await filenode("rooms_pkey")
    assert await reindex(url, ["users"]) == 0
    assert await filenode("users_pkey") != before[0]
    assert await filenode("rooms_pkey") == before[1]
    assert "✓ users" in capsys.readouterr().out


async def test_reindex_of_all(url: str) -> None:
    """Without a name all are, the partitioned ones too."""
    before = await filenode("audit_events_default_pkey")
    assert await reindex(url, []) == 0
    assert await filenode("audit_events_default_pkey") != before


async def test_half_an_index(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a broken rebuild left is dropped, of the table's long values too, and said."""
    await half_made(url)
    left = [row[0] for row in await fetch("SELECT relname FROM pg_class WHERE relname ~ '_ccnew'")]
    assert {"users_pkey_ccnew"} < set(left)
    assert [name for name in left if name.startswith("pg_toast")]
    assert await reindex(url, ["rooms"]) == 0
    assert not await fetch("SELECT FROM pg_class WHERE relname ~ '_ccnew'")
    told = " ".join(capsys.readouterr().out.split())
    assert [name for name in left if f"{name}, left half made of users" not in told] == []


async def test_not_twice_at_once(url: str) -> None:
    """A second rebuild would take the first one's half-made indexes for leftovers: it is refused."""
    other = await asyncpg.connect(url)
    try:
        await other.execute("SELECT pg_advisory_lock($1)", AdvisoryLock.REINDEX)
        with pytest.raises(OperatorError, match="already"):
            await reindex(url, ["users"])
    finally:
        await other.close()


async def test_psql(url: str) -> None:
    """It is psql on the owner's connection, and takes its own options."""
    said = await parley("psql", "-XAtc", "SELECT current_database()", DATABASE_URL=url)
    assert said.out.strip() == url.rpartition("/")[2], said


async def test_psql_exit_code(url: str) -> None:
    """Its exit code is ours."""
    said = await parley("psql", "-X", "-v", "ON_ERROR_STOP=1", "-f", "/nowhere.sql", DATABASE_URL=url)
    assert said.code != 0


def test_password_is_not_on_the_command_line() -> None:
    """The password goes by the environment, decoded, and everything else of the URL stays."""
    argv, added = command("postgresql://ann:p%40ss@db:5433/parley?sslmode=require", ["-c", "x"], "psql")
    assert argv == ["psql", "postgresql://ann@db:5433/parley?sslmode=require", "-c", "x"]
    assert added == {"PGPASSWORD": "p@ss"}


def test_password_after_the_question_mark_is_not_either() -> None:
    """Wherever the URL has it; the rest stays as it was written."""
    argv, added = command("postgresql://ann@db/parley?a=%2F&password=p%40s+s&b=1", [], "psql")
    assert argv == ["psql", "postgresql://ann@db/parley?a=%2F&b=1"]
    assert added == {"PGPASSWORD": "p@s+s"}
