"""Receive the write-ahead log by pg_receivewal and move finished segments into the store.

A replication slot keeps on the server what has not arrived here. The current segment is
uploaded as it is every 20 seconds, so losing the machine costs 25 seconds at most.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import structlog

from server.backup.backup_context import BackupContext
from server.backup.catalogue import backups_in
from server.backup.postgres_tools import ToolError, environment, run
from server.backup.server_identity import identify_sole_server
from server.backup.timelines import Timeline, record_timeline
from server.backup.wal_metrics import WalMetrics
from server.backup.wal_positions import lsn_bytes
from server.backup.wal_shipper import PARTIAL, WalShipper
from server.meeting.database_errors import DATABASE_ERRORS
from server.object_store.protocol import STORE_ERRORS
from server.operator_error import OperatorError

log = structlog.get_logger()
SLOT = "parley_backup"
PROBE = """
SELECT clock_timestamp() AS now, pg_current_wal_flush_lsn()::text AS lsn, coalesce((
    SELECT restart_lsn >= $1::text::pg_lsn FROM pg_replication_slots WHERE slot_name = $2), false) AS here
"""
"""The slot's position is what has arrived and is on disk here."""
DROP_LOST = """
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
WHERE slot_name = $1 AND wal_status = 'lost'
"""
IS_THERE = "SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1)"
RETRIED_ERRORS = (*STORE_ERRORS, *DATABASE_ERRORS, OperatorError)
LOOK_S, PARTIAL_S, AGAIN_S, LAST_S, CONNECT_S = 5.0, 20.0, 5.0, 3.0, 5.0
MAX_BUFFERED_SEGMENTS = 1024
"""Segments (16 GB) buffered while the store is unavailable; beyond that the server must keep its log."""
PAGE = 8192


class WalReceiver:
    """Runs pg_receivewal; uploads finished segments every `look_s`, the partial one every `partial_s`."""

    def __init__(
        self,
        context: BackupContext,
        metrics: WalMetrics | None = None,
        *,
        look_s: float = LOOK_S,
        partial_s: float = PARTIAL_S,
    ) -> None:
        self._context, self._shipper = context, WalShipper(context)
        self._metrics = metrics or WalMetrics()
        self._metrics.counting(self._shipper.waiting)
        self._look_s, self._partial_s = look_s, partial_s
        self._line: Timeline | None = None
        self._sought: tuple[datetime, str] | None = None
        self._seen = ""

    async def run(self) -> None:
        """Receive until cancelled; waits while the server or the store is unavailable."""
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._receive())
                both.create_task(self._ship())
        finally:
            with contextlib.suppress(*RETRIED_ERRORS):
                async with asyncio.timeout(LAST_S):
                    await self._shipper.all()

    async def _receive(self) -> None:
        env = environment(self._context.url.reveal())
        while True:
            try:
                place = await self._begin()
                argv = ["-D", str(place), "--slot", SLOT, "--synchronous", "--no-loop",
                        "--no-password", "--status-interval=1"]  # fmt: skip
                log.info("wal_receiving")
                with self._metrics.receiving():
                    await self._while_there_is_room(run("pg_receivewal", argv, env))
            except RETRIED_ERRORS as error:
                self._metrics.failed("receive")
                log.warning("wal_not_received", error=type(error).__name__, cause=_cause(error))
            await asyncio.sleep(AGAIN_S)

    async def _begin(self) -> Path:
        """Identify the server, create its replication slot, and return the directory for its log."""
        connection = await asyncpg.connect(self._context.url.reveal(), timeout=CONNECT_S)
        try:
            store = self._context.store
            here, known = await identify_sole_server(store, connection, await backups_in(store))
            line = Timeline(here["system"], here["timeline"], here["since"])
            if await connection.fetch(DROP_LOST, SLOT):
                log.error("wal_lost")  # `verify` names the gap; the next backup starts after it
            is_there = await connection.fetchval(IS_THERE, SLOT)
        finally:
            connection.terminate()
        place = self._context.received / str(line.system)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        for partial in place.glob(f"*{PARTIAL}"):
            if not is_there or partial.name[:8] != f"{line.timeline:08X}":
                await self._shipper.let_go(partial)  # pg_receivewal could not continue it
        argv = ["--create-slot", "--if-not-exists", "--slot", SLOT, "--no-password"]
        await run("pg_receivewal", argv, environment(self._context.url.reveal()))
        same = next((each for each in known if each.name == line.name), line)
        self._line, self._sought = replace(line, since=min(line.since, same.since)), None
        return place

    async def _while_there_is_room(self, receiving: Coroutine[Any, Any, str]) -> None:
        task = asyncio.create_task(receiving)
        try:
            while self._shipper.waiting() < MAX_BUFFERED_SEGMENTS:
                done, _ = await asyncio.wait({task}, timeout=self._look_s)
                if done:
                    task.result()
                    return
            log.error("wal_store_away")
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _ship(self) -> None:
        loop, last = asyncio.get_running_loop(), 0.0
        while True:
            try:
                await self._shipper.whole()
                if loop.time() - last >= self._partial_s:
                    last = loop.time()
                    await self._ship_all()
            except RETRIED_ERRORS as error:
                self._metrics.failed("store")
                log.warning("wal_not_kept", error=type(error).__name__)
            await asyncio.sleep(self._look_s)

    async def _ship_all(self) -> None:
        """Upload everything, even while the server is unavailable; record up to when the log is complete."""
        try:
            until = await self._here()
        except DATABASE_ERRORS:
            until = None
        await self._shipper.all()
        if until is not None and self._line is not None:
            self._line = replace(self._line, lsn=until[1])
            await record_timeline(self._context.store, self._line, until[0], self._context.work)
            self._metrics.stored(until[0])

    async def _here(self) -> tuple[datetime, str] | None:
        """Return the last probed moment whose log has arrived, and probe the present one."""
        connection = await asyncpg.connect(self._context.url.reveal(), timeout=CONNECT_S)
        try:
            row = await connection.fetchrow(PROBE, self._sought[1] if self._sought else "0/0", SLOT)
        finally:
            connection.terminate()
        assert row is not None  # noqa: S101  it has no FROM
        until = self._sought if self._sought and row["here"] else None
        if (until or self._sought is None) and (lsn_bytes(row["lsn"]) % PAGE or row["lsn"] == self._seen):
            self._sought = row["now"], row["lsn"]  # the end of a record: a page may end inside one
        self._seen = row["lsn"]
        return until


def _cause(error: BaseException) -> str:
    """The cause to log; empty for a tool's output, which may name data."""
    return error.cause if isinstance(error, OperatorError) and not isinstance(error, ToolError) else ""
