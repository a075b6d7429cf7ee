"""Each process of a stack is somebody else to PostgreSQL, and none of them its owner."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import psutil
import pytest

from server.operator_error import OperatorError
from server.stack.database_roles import OWNER, SIGNS_IN, passwords_of, prepare_database, settings_of
from server.stack.engines import postgres
from server.stack.layout import Layout
from tests.integration.stack.conftest import Tower

STANDING_IN = ("web", "agent", "minutes", "jobs")


@pytest.fixture
async def server_url(tmp_path: Path) -> AsyncIterator[str]:
    """A PostgreSQL of this test alone: its roles are the server's."""
    async with postgres(tmp_path / "postgres", durable=False) as url:
        yield url


async def test_each_process_is_its_own_role(tower: Tower) -> None:
    """What a process finds in its environment opens the database as its role, and as nobody else."""
    up = await tower.up()
    await up.ready()
    for name in STANDING_IN:
        pid = int((tower.layout.data / f"{name}.pids").read_text().split()[0])
        told = psutil.Process(pid).environ()
        connection = await asyncpg.connect(told["DATABASE_URL"])
        assert await connection.fetchval("SELECT session_user") == SIGNS_IN[name]
        assert not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
        await connection.close()
        owner = urlsplit(up.settings[OWNER]).password
        assert owner
        assert not any(owner in value for value in told.values())


async def test_passwords_are_made_once(server_url: str, tmp_path: Path) -> None:
    """A second start finds the passwords of the first, and they still open the database."""
    layout = Layout(tmp_path, tmp_path, tmp_path)
    await prepare_database(server_url, passwords_of(layout))
    await prepare_database(server_url, passwords_of(layout))
    told = settings_of("minutes", {OWNER: server_url}, passwords_of(layout))
    connection = await asyncpg.connect(told["DATABASE_URL"])
    await connection.close()
    assert OWNER not in told
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


async def test_unknown_processes_sign_in_nowhere(server_url: str, tmp_path: Path) -> None:
    """A process that has no business in the database is told where it is, and no password for it."""
    passwords = passwords_of(Layout(tmp_path, tmp_path, tmp_path))
    await prepare_database(server_url, passwords)
    with pytest.raises(asyncpg.PostgresError):
        await asyncpg.connect(settings_of("whisper", {OWNER: server_url}, passwords)["DATABASE_URL"])


async def test_user_who_may_not_make_roles(server_url: str, tmp_path: Path) -> None:
    """A configured user without the right is told what is missing and what grants it."""
    admin = await asyncpg.connect(server_url)
    await admin.execute("CREATE ROLE ann LOGIN PASSWORD 'p'")
    await admin.execute("CREATE DATABASE anns OWNER ann")
    place = urlsplit(server_url).netloc.rpartition("@")[2]
    anns = f"postgresql://ann:p@{place}/anns"
    passwords = passwords_of(Layout(tmp_path, tmp_path, tmp_path))
    with pytest.raises(OperatorError, match="CREATEROLE"):
        await prepare_database(anns, passwords)
    await admin.execute("ALTER ROLE ann CREATEROLE")
    await prepare_database(anns, passwords)
    await admin.close()
