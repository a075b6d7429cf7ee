"""A PostgreSQL and a Redis for the run, a fresh database for each test, and the cast."""

import base64
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import psutil
import pytest
from playwright.async_api import expect
from redis.asyncio import Redis

from server.meeting.access import Viewer
from server.meeting.accounts import Account, register
from server.meeting.actor import AS_CONNECTED, acting_as
from server.meeting.db import open_database
from server.meeting.guests import guest_of
from server.meeting.participants import Guest, Participant, admit
from server.meeting.passwords import hash_password
from server.meeting.presence import record_arrival
from server.meeting.rooms import NewRoom, Room, create_room, room
from server.meeting.schema import migrate
from server.meeting.sealing.keyring import Keyring
from server.meeting.sealing.process_keys import set_process_keyring
from server.places import ROOT
from server.stack.engines import postgres, redis

PASSWORD = "correct horse battery"
KEYS = "test:" + base64.b64encode(b"a key of thirty-two bytes exactly"[:32]).decode()
set_process_keyring(Keyring.parse(KEYS))
MEMORY_DISK = Path("/dev/shm")  # noqa: S108  pytest makes a directory of its own in it
MEMORY_DISK_BYTES = 4 << 30
BESIDE_THE_TREE = {
    fixture: ROOT.parent / "shared" / name
    for fixture, name in {
        "korean_speech": "data/speech/pv_leopard_ko.wav",
        "schema_document": "schema.md",
    }.items()
}
"""Fixtures that read what is not part of the tree: a recording, and the document the schema implements."""
CLIENT_THREADS_S = 0.5
"""What LiveKit's client may take to end threads nobody can wait for."""
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""When the meetings of the tests begin."""
BROWSER_MS = 30_000
"""What a page may take on a busy machine to show what a test expects of it."""
_numbers = count()
expect.set_options(timeout=BROWSER_MS)


def pytest_configure() -> None:
    """Keep the tests' files in memory if it has room: cloning a database takes a tenth of the time there."""
    if "TMPDIR" not in os.environ and MEMORY_DISK.is_dir():
        free = min(shutil.disk_usage(MEMORY_DISK).free, psutil.virtual_memory().available)
        if free > MEMORY_DISK_BYTES:
            os.environ["TMPDIR"], tempfile.tempdir = str(MEMORY_DISK), None


@pytest.fixture(scope="session")
async def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A server for the run; its database is the migrated template."""
    async with postgres(tmp_path_factory.mktemp("postgres"), database="template", durable=False) as url:
        await migrate(url)
        await _sign_in_fast(url)
        yield url


async def _sign_in_fast(url: str) -> None:
    """Derive the key of the owner's password in one round: tests sign in ten thousand times."""
    connection = await asyncpg.connect(url)
    await connection.execute("SET scram_iterations = 1")
    await connection.execute(f"ALTER ROLE CURRENT_USER PASSWORD '{urlsplit(url).password}'")
    await connection.close()


@pytest.fixture(scope="session")
async def redis_server_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A server for the run."""
    async with redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
async def redis_url(redis_server_url: str) -> str:
    """The run's Redis, empty."""
    client: Redis = Redis.from_url(redis_server_url)
    await client.flushall()
    await client.aclose()
    return redis_server_url


@asynccontextmanager
async def cloned(postgres_url: str) -> AsyncIterator[str]:
    """Clone the database for as long as the block runs; yields the clone's URL."""
    name, template = f"test_{next(_numbers)}", urlsplit(postgres_url).path.removeprefix("/")
    admin = urlsplit(postgres_url)._replace(path="/postgres").geturl()
    connection = await asyncpg.connect(admin)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


@pytest.fixture
async def database_url(postgres_url: str) -> AsyncIterator[str]:
    """A database of this test alone, migrated."""
    async with cloned(postgres_url) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The test's database, open; the test acts as the server's owner, whatever the process under test is."""
    set_process_keyring(Keyring.parse(KEYS))  # a stack that ran in this process had its own
    with acting_as(AS_CONNECTED):
        async with open_database(database_url, pool_size=20):
            yield database_url


@pytest.fixture(scope="session")
async def password_hash() -> str:
    """Of PASSWORD, cheap."""
    return await hash_password(PASSWORD, cost=4)


@pytest.fixture
async def admin(database: str, password_hash: str) -> Account:
    """Who came first."""
    return await register("admin@example.org", "Ada Admin", password_hash)


@pytest.fixture
async def alice(admin: Account, password_hash: str) -> Account:
    """Hosts the atrium."""
    return await register("alice@example.org", "Alice", password_hash)


@pytest.fixture
async def bob(admin: Account, password_hash: str) -> Account:
    """Was in the meeting."""
    return await register("bob@example.org", "Bob", password_hash)


@pytest.fixture
async def carol(admin: Account, password_hash: str) -> Account:
    """Was not."""
    return await register("carol@example.org", "Carol", password_hash)


@pytest.fixture
async def atrium(alice: Account) -> Room:
    """Alice's room, where nobody is yet."""
    return await create_room(alice, NewRoom(name="Atrium", slug="atrium"))


@dataclass(frozen=True)
class Meeting:
    """A live meeting in the atrium: alice, bob and the guest gus are in it."""

    room: Room
    alice: Participant
    bob: Participant
    gus: Participant
    guest: Guest
    guest_token: str


async def enter(where: Room, viewer: Viewer, name: str, at: datetime = TEN) -> tuple[Participant, str | None]:
    """Admit somebody and let them arrive."""
    place, token = await admit(where, viewer, name)
    return await record_arrival(where.id, place.identity, name, at, sid=f"PA_{place.id}"), token


@pytest.fixture
async def meeting(atrium: Room, alice: Account, bob: Account) -> Meeting:
    """The atrium, live since ten."""
    host, _ = await enter(atrium, alice, "Alice")
    member, _ = await enter(atrium, bob, "Bob")
    visitor, token = await enter(atrium, None, "Gus")
    assert token is not None
    guest = await guest_of(token)
    assert guest is not None
    return Meeting(await room(atrium.id), host, member, visitor, guest, token)


def pytest_unconfigure() -> None:
    """Let LiveKit's client end its threads while Python is whole.

    One that calls back into an interpreter that is going down aborts the process, after the last test passed.
    """
    library = sys.modules.get("livekit.rtc._ffi_client")
    client = library.FfiClient._instance if library is not None else None
    if client is not None:
        client._dispose()
        time.sleep(CLIENT_THREADS_S)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take `--fail-on-skip`, which a whole run is given."""
    parser.addoption("--fail-on-skip", action="store_true", help="a skipped test is a failure")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the tests of recordings and documents that are not part of this tree and are not beside it."""
    missing = {fixture for fixture, path in BESIDE_THE_TREE.items() if not path.exists()}
    left_out = [item for item in items if missing.intersection(getattr(item, "fixturenames", ()))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped tests where that was asked; the summary has named them and their reasons."""
    if not session.config.getoption("--fail-on-skip") or hasattr(session.config, "workerinput"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
