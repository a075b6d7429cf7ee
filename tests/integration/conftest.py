"""What is made once for many tests: a PostgreSQL server as the product leaves it, to be copied; browsers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from server.meeting.sealing.keyring import Keyring
from server.meeting.sealing.process_keys import set_process_keyring
from server.stack.database_roles import passwords_of, prepare_database
from server.stack.engines import postgres
from server.stack.layout import Layout
from server.stack.postgres import unprivileged
from tests.conftest import KEYS
from tests.integration.chromium import MEDIA, launched


async def prepare(data: Path, url: str) -> None:
    """Migrate the database, and let its roles sign in."""
    set_process_keyring(Keyring.parse(KEYS))
    await prepare_database(url, passwords_of(Layout(data, data, data)))


@pytest.fixture(scope="session")
async def prepared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a stopped server with the schema and the roles, and no rows."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    async with postgres(data / "postgres") as url:
        await prepare(data, url)
    return data


async def copy_data(prepared: Path, data: Path) -> None:
    """Copy a stopped server, whose files are elsewhere where PostgreSQL runs as another user."""
    places = {prepared: data}
    _, _, cluster = await unprivileged(prepared / "postgres")
    if not cluster.is_relative_to(prepared):
        places[cluster] = (await unprivileged(data / "postgres"))[2]
    for source, target in places.items():
        process = await asyncio.create_subprocess_exec("cp", "--archive", source, target)
        assert await process.wait() == 0


@pytest.fixture(scope="session")
async def page_browser() -> AsyncIterator[Browser]:
    """One for the whole run; each test has a context of its own."""
    async with launched() as running:
        yield running


@pytest.fixture(scope="session")
async def room_browser() -> AsyncIterator[Browser]:
    """The same, with a microphone and a camera."""
    async with launched(*MEDIA) as running:
        yield running
