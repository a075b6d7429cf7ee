"""The write-ahead log as it is written: pg_receivewal takes it in, and what is whole goes into the store.

A replication slot holds back on the server what has not come here yet. The segment that is being filled is
put into the store as it is every 20 seconds, so 25 seconds at most are lost with the machine.
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
from server.backup.server_identity import alone_in
from server.backup.store import TROUBLE
from server.backup.timelines import Timeline, record_timeline
from server.backup.wal_positions import at
from server.backup.wal_shipper import PARTIAL, WalShipper
from server.meeting.database_errors import DATABASE_ERRORS
from server.operator_error import OperatorError

log = structlog.get_logger()
SLOT = "parley_backup"
ASK = """
SELECT clock_timestamp() AS now, pg_current_wal_flush_lsn()::text AS lsn, coalesce((
    SELECT restart_lsn >= $1::text::pg_lsn FROM pg_replication_slots WHERE slot_name = $2), false) AS here
"""
"""The slot's position is what has come here and is on the disk."""
DROP_LOST = """
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
WHERE slot_name = $1 AND wal_status = 'lost'
"""
IS_THERE = "SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1)"
AGAIN = (*TROUBLE, *DATABASE_ERRORS, OperatorError)
LOOK_S, PARTIAL_S, AGAIN_S, LAST_S, CONNECT_S = 5.0, 20.0, 5.0, 3.0, 5.0
MOST_WAITING = 1024
"""Segments, 16 GB of them, that are taken in while the store is away; then the server has to keep its log."""
PAGE = 8192


class WalReceiver:
    """Receives for as long as it runs; the store is brought up to date every `look_s` and `partial_s`."""

    def __init__(self, site: BackupContext, *, look_s: float = LOOK_S, partial_s: float = PARTIAL_S) -> None:
        self._site, self._shipper = site, WalShipper(site)
        self._look_s, self._partial_s = look_s, partial_s
        self._line: Timeline | None = None
        self._sought: tuple[datetime, str] | None = None
        self._seen = ""

    async def run(self) -> None:
        """Receive until cancelled; a server or store that is away is waited for."""
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._receive())
                both.create_task(self._ship())
        finally:
            with contextlib.suppress(*AGAIN):
                async with asyncio.timeout(LAST_S):
                    await self._shipper.all()

    async def _receive(self) -> None:
        env = environment(self._site.url.reveal())
        while True:
            try:
                place = await self._begin()
                argv = ["-D", str(place), "--slot", SLOT, "--synchronous", "--no-loop",
                        "--no-password", "--status-interval=1"]  # fmt: skip
                log.info("wal_receiving")
                await self._while_there_is_room(run("pg_receivewal", argv, env))
            except AGAIN as error:
                log.warning("wal_not_received", error=type(error).__name__, cause=_cause(error))
            await asyncio.sleep(AGAIN_S)

    async def _begin(self) -> Path:
        """See which server this is and that it holds its log back; where its log is to go."""
        connection = await asyncpg.connect(self._site.url.reveal(), timeout=CONNECT_S)
        try:
            store = self._site.store
            here, known = await alone_in(store, connection, await backups_in(store))
            line = Timeline(here["system"], here["timeline"], here["since"])
            if await connection.fetch(DROP_LOST, SLOT):
                log.error("wal_lost")  # `verify` names the gap, and the next backup leads on behind it
            is_there = await connection.fetchval(IS_THERE, SLOT)
        finally:
            connection.terminate()
        place = self._site.received / str(line.system)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        for partial in place.glob(f"*{PARTIAL}"):
            if not is_there or partial.name[:8] != f"{line.timeline:08X}":
                await self._shipper.let_go(partial)  # to go on from there would lead nowhere
        argv = ["--create-slot", "--if-not-exists", "--slot", SLOT, "--no-password"]
        await run("pg_receivewal", argv, environment(self._site.url.reveal()))
        same = next((each for each in known if each.name == line.name), line)
        self._line, self._sought = replace(line, since=min(line.since, same.since)), None
        return place

    async def _while_there_is_room(self, receiving: Coroutine[Any, Any, str]) -> None:
        task = asyncio.create_task(receiving)
        try:
            while self._shipper.waiting() < MOST_WAITING:
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
            except AGAIN as error:
                log.warning("wal_not_kept", error=type(error).__name__)
            await asyncio.sleep(self._look_s)

    async def _ship_all(self) -> None:
        """Put all there is into the store, though the server be away; say up to when everything is there."""
        try:
            until = await self._here()
        except DATABASE_ERRORS:
            until = None
        await self._shipper.all()
        if until is not None and self._line is not None:
            self._line = replace(self._line, lsn=until[1])
            await record_timeline(self._site.store, self._line, until[0], self._site.work)

    async def _here(self) -> tuple[datetime, str] | None:
        """Give the last moment we asked about of which the log has come; then ask about this one."""
        connection = await asyncpg.connect(self._site.url.reveal(), timeout=CONNECT_S)
        try:
            row = await connection.fetchrow(ASK, self._sought[1] if self._sought else "0/0", SLOT)
        finally:
            connection.terminate()
        assert row is not None  # noqa: S101  it has no FROM
        until = self._sought if self._sought and row["here"] else None
        if (until or self._sought is None) and (at(row["lsn"]) % PAGE or row["lsn"] == self._seen):
            self._sought = row["now"], row["lsn"]  # the end of a record: a page may end within one
        self._seen = row["lsn"]
        return until


def _cause(error: BaseException) -> str:
    """Why, where it is ours to say."""
    return error.cause if isinstance(error, OperatorError) and not isinstance(error, ToolError) else ""
