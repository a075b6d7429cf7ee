"""The log on its way into the store: what accidents cost, and that they are told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from server.backup import wal_receiver
from server.backup.backup_context import SETTING
from server.backup.base_backup import take_base_backup
from server.backup.catalogue import backups_in
from server.backup.restore import restore
from server.backup.timelines import timelines_in
from server.backup.verification import verify
from server.backup.wal_metrics import WalMetrics
from server.backup.wal_receiver import SLOT, WalReceiver
from server.backup.wal_shipper import WalShipper
from server.config import Secret
from server.object_store.directory_store import DirectoryStore
from server.object_store.store import store_at
from server.operator_error import OperatorError
from server.stack.engines import postgres
from server.stack.recovery import recover
from tests.integration.backup.conftest import (
    PATIENCE_S,
    Server,
    caught_up,
    contents_of,
    received,
    restored,
    tool_at_work,
    until,
)
from tests.integration.bucket import bucket

IS_HERE = "SELECT restart_lsn >= $1::text::pg_lsn FROM pg_replication_slots WHERE slot_name = $2"
IS_LOST = "SELECT wal_status = 'lost' FROM pg_replication_slots WHERE slot_name = $1"
SEGMENT = "000000010000000000000001"


@asynccontextmanager
async def asked(server: Server) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A way to ask the server as its owner."""
    connection = await asyncpg.connect(server.url)
    try:
        yield connection
    finally:
        await connection.close()


async def names_in(into: Path) -> list[str]:
    """The rooms of what was restored."""
    async with postgres(into / "postgres", durable=False) as url:
        connection = await asyncpg.connect(url)
        rows = await connection.fetch("SELECT name FROM rooms ORDER BY name")
        await connection.close()
    return [row["name"] for row in rows]


def came_in(server: Server, name: str) -> Path:
    """A file that pg_receivewal left."""
    path = server.context.received / "1" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"log")
    return path


async def test_end_of_the_receiver(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What has come in when it is told to end is in the store, though its next look was an hour away."""
    monkeypatch.setattr(wal_receiver, "LAST_S", PATIENCE_S)
    await take_base_backup(server.context)
    receiver = asyncio.ensure_future(WalReceiver(server.context, partial_s=3600).run())
    async with asked(server) as connection:
        await until(lambda: connection.fetchval("SELECT active FROM pg_replication_slots"))
        await server.write("last")
        lsn = await connection.fetchval("SELECT pg_current_wal_flush_lsn()::text")
        await until(lambda: connection.fetchval(IS_HERE, lsn, SLOT))
    receiver.cancel()
    await asyncio.gather(receiver, return_exceptions=True)
    done = await restore(server.context.store, None, tmp_path / "into", recover)
    assert done.last_change is not None
    assert await names_in(tmp_path / "into") == ["last"]


async def test_killed_receiver(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What was written while it was dead is fetched by the next, which goes on in the segment it left."""
    monkeypatch.setattr(wal_receiver, "AGAIN_S", 0.05)
    async with received(server):
        await take_base_backup(server.context)
        await caught_up(server.context, await server.write("before"))
        (await tool_at_work("pg_receivewal")).kill()
        at, then = await server.write("meanwhile"), await contents_of(server.url)
        await server.write("unwanted")
    assert await restored(server, at, tmp_path / "into") == then


async def test_metrics(server: Server) -> None:
    """Whether it receives, and up to when the log is stored."""
    metrics = WalMetrics()

    def value(name: str) -> float:
        return metrics.registry.get_sample_value(f"parley_wal_{name}") or 0

    work = asyncio.ensure_future(WalReceiver(server.context, metrics, look_s=0.05, partial_s=0.05).run())
    at = await server.write("row")

    async def is_stored() -> bool:
        return value("stored_until_timestamp_seconds") >= at.timestamp()

    before = value("stored_until_timestamp_seconds")
    await until(is_stored)
    assert before < at.timestamp()
    assert value("receiving") == 1
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert value("receiving") == 0


async def test_server_that_is_away(server: Server) -> None:
    """What came in from a server that died goes into the store without it."""
    came_in(server, f"{SEGMENT}.partial")
    away = server.on(server.context.store, Secret("postgresql://parley_backup@127.0.0.1:1/parley"))
    work = asyncio.ensure_future(WalReceiver(away, look_s=0.05, partial_s=0.05).run())
    await until(lambda: away.store.entries("wal/1"))
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def test_store_that_stays_away(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What waits for it here is bounded: the server keeps the rest; all of it comes when the store does."""
    monkeypatch.setattr(wal_receiver, "AGAIN_S", 0.05)
    monkeypatch.setattr(wal_receiver, "MAX_BUFFERED_SEGMENTS", 2)
    assert isinstance(server.context.store, DirectoryStore)
    place, away = server.context.store.root, tmp_path / "away"
    async with received(server), asked(server) as connection:
        await take_base_backup(server.context)
        await caught_up(server.context, datetime.now(UTC))
        place.rename(away).with_name(place.name).touch()
        for number in range(3):
            await server.write(f"row-{number}")
            await server.next_segment()
        await until(lambda: connection.fetchval("SELECT NOT active FROM pg_replication_slots"))
        place.unlink()
        away.rename(place)
    assert await verify(server.context) == []


async def test_bucket_that_is_gone(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that is not there takes nothing, so nothing is thrown away here."""
    segment = came_in(server, SEGMENT)
    async with bucket("backups") as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        shipper = WalShipper(server.on(store_at("s3://backups/parley", SETTING)))
        made.gone = True
        with pytest.raises(FileNotFoundError, match="NoSuchBucket"):
            await shipper.whole()
        assert segment.exists()
        made.gone = False
        await shipper.whole()
    assert ([*made.objects], segment.exists()) == ([f"parley/wal/1/{SEGMENT}.gz"], False)


async def test_slot_that_is_lost(server: Server, tmp_path: Path) -> None:
    """The log goes on from where it still is, and after the next backup each moment is in reach again."""
    async with received(server):
        await take_base_backup(server.context)
        await server.write("before")
    await _lose_the_slot(server)
    async with received(server):
        await caught_up(server.context, datetime.now(UTC))
        assert "is missing" in (await verify(server.context))[0].why
        await take_base_backup(server.context)
        at, then = await server.write("after"), await contents_of(server.url)
        await server.write("unwanted")
    assert await restored(server, at, tmp_path / "into") == then


async def _lose_the_slot(server: Server) -> None:
    """Nobody came for the log until it was thrown away."""
    async with asked(server) as connection:
        await connection.execute("ALTER SYSTEM SET idle_replication_slot_timeout = '1s'")
        await connection.execute("SELECT pg_reload_conf()")

        async def lost() -> bool:
            await connection.execute("CHECKPOINT")
            return bool(await connection.fetchval(IS_LOST, SLOT))

        await until(lost)
        await connection.execute("ALTER SYSTEM RESET idle_replication_slot_timeout")
        await connection.execute("SELECT pg_reload_conf()")
        for number in range(3):
            await server.write(f"unseen-{number}")
            await server.next_segment()
            await connection.execute("CHECKPOINT")


@pytest.fixture
async def broken(server: Server) -> tuple[Server, datetime]:
    """Of the log behind a backup a segment is lost, and with it a moment."""
    async with received(server):
        await take_base_backup(server.context)
        moments = []
        for name in ("one", "two", "three"):
            moments.append(await server.write(name))
            await server.next_segment()
    assert isinstance(server.context.store, DirectoryStore)
    whole = sorted(path for path in server.context.store.root.glob("wal/*/*") if "partial" not in path.name)
    whole[-2].unlink()
    return server, moments[1]


async def test_moment_in_a_gap(broken: tuple[Server, datetime], tmp_path: Path) -> None:
    """What cannot be brought back is not called brought back: neither in the gap nor after it."""
    server, at = broken
    line = (await timelines_in(server.context.store, await backups_in(server.context.store)))[-1]
    assert line.until is not None  # the log was received beyond it
    for number, to in enumerate((at, line.until)):
        with pytest.raises(OperatorError, match="or has a gap"):
            await restore(server.context.store, to, tmp_path / f"{number}", recover)


async def test_end_before_a_gap(broken: tuple[Server, datetime], tmp_path: Path) -> None:
    """Without a moment all that can be is brought back, and it is said that there was more."""
    server, _ = broken
    done = await restore(server.context.store, None, tmp_path / "into", recover)
    assert (done.breaks_off, await names_in(tmp_path / "into")) == (True, ["one"])


async def test_backup_by_its_name(server: Server, tmp_path: Path) -> None:
    """One whose log is no longer kept is restored as it was at its end, and for no moment after it."""
    async with received(server):
        done = await take_base_backup(server.context)
        at = await server.write("later")
    await server.context.store.delete([each.key for each in await server.context.store.entries("wal")])
    with pytest.raises(OperatorError, match="the name of a backup"):
        await restore(server.context.store, at, tmp_path / "moment", recover)
    await restore(server.context.store, done.id, tmp_path / "into", recover)
    assert await names_in(tmp_path / "into") == []
