"""A server that is backed up, its log received, and what it holds counted."""

# ruff: noqa: S608  tables by the catalogue's own names

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import psutil
import pytest

from server.backup.backup_context import BackupContext
from server.backup.catalogue import backups_in
from server.backup.restore import restore
from server.backup.timelines import timelines_in
from server.backup.wal_receiver import WalReceiver
from server.config import Secret
from server.meeting.sealing.keyring import Keyring
from server.meeting.sealing.process_keys import set_process_keyring
from server.object_store.directory_store import DirectoryStore
from server.object_store.protocol import Store
from server.stack.database_roles import backup_url, passwords_of
from server.stack.engines import postgres
from server.stack.layout import Layout
from server.stack.recovery import recover
from tests.conftest import KEYS
from tests.integration.conftest import copy_data, prepare
from tests.recording_places import files_in

Contents = dict[str, tuple[int, str]]
PATIENCE_S = 60


@dataclass(frozen=True)
class Server:
    """One with the schema of the product, its own roles, and backups."""

    url: str
    context: BackupContext
    data: Path

    async def write(self, name: str) -> datetime:
        """Commit a row, and give a moment after it and before anything later."""
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(
                "INSERT INTO rooms (name, slug, type, status, livekit_room_name)"
                " VALUES ($1, $1, 'external', 'waiting', $1)",
                name,
            )
            await asyncio.sleep(0.01)  # two moments apart, whatever the clock's grain
            return datetime.now(UTC)
        finally:
            await connection.close()

    async def next_segment(self) -> None:
        """Let the log go on in a new segment."""
        connection = await asyncpg.connect(self.url)
        await connection.execute("SELECT pg_switch_wal()")
        await connection.close()

    def on(self, store: Store, url: Secret | None = None) -> BackupContext:
        """The same with another store, or another way in."""
        return replace(self.context, store=store, url=url or self.context.url)


async def contents_of(url: str) -> Contents:
    """Of every table: how many rows, and what all of them hash to."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(
            "SELECT c.oid::regclass::text AS name FROM pg_class c"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        found = {}
        for table in (row["name"] for row in tables):
            rows = await connection.fetch(f"SELECT t::text AS row FROM {table} t ORDER BY 1")
            whole = "\n".join(row["row"] for row in rows)
            found[table] = (len(rows), hashlib.sha256(whole.encode()).hexdigest())
        return found
    finally:
        await connection.close()


async def restored(server: Server, to: datetime | None, into: Path) -> Contents:
    """Restore, start what came of it as a stack would, and look."""
    await restore(server.context.store, to, into, recover)
    async with postgres(into / "postgres", durable=False) as url:
        return await contents_of(url)


@asynccontextmanager
async def served(data: Path, store: Store) -> AsyncIterator[Server]:
    """Run one; where there is none yet it is made, with a system identifier of its own."""
    async with postgres(data / "postgres") as url:
        await prepare(data, url)
        yield await backed_up(url, data, store)


async def backed_up(url: str, data: Path, store: Store) -> Server:
    """Let one that runs be copied."""
    copies = await backup_url(url, passwords_of(Layout(data, data, data)))
    (data / "work").mkdir(exist_ok=True)
    return Server(
        url, BackupContext(Secret(copies), store, data / "work", files_in(data / "recordings")), data
    )


@asynccontextmanager
async def copied(prepared_data: Path, data: Path, store: Store) -> AsyncIterator[Server]:
    """Run a copy of the prepared one."""
    set_process_keyring(Keyring.parse(KEYS))
    await copy_data(prepared_data, data)
    async with postgres(data / "postgres") as url:
        yield await backed_up(url, data, store)


@pytest.fixture
async def server(prepared_data: Path, tmp_path: Path) -> AsyncIterator[Server]:
    """With a folder for its backups."""
    async with copied(prepared_data, tmp_path / "data", DirectoryStore(tmp_path / "store")) as running:
        yield running


@asynccontextmanager
async def received(server: Server) -> AsyncIterator[None]:
    """Take its log in while the block runs; at its end all of it is in the store."""
    work = asyncio.ensure_future(WalReceiver(server.context, look_s=0.05, partial_s=0.05).run())
    try:
        yield
        await caught_up(server.context, datetime.now(UTC))
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def caught_up(context: BackupContext, moment: datetime) -> None:
    """Wait until the store holds everything up to a moment."""

    async def there() -> bool:
        lines = await timelines_in(context.store, await backups_in(context.store))
        return bool(lines and lines[-1].until and lines[-1].until >= moment)

    await until(there)


async def until(true: Callable[[], Awaitable[object]]) -> None:
    """Wait for it."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await true():
                return
            await asyncio.sleep(0.02)


async def tool_at_work(name: str) -> psutil.Process:
    """Wait for a tool that we run, and hold it."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    if child.name() == name:
                        child.suspend()
                        return child
            await asyncio.sleep(0)
