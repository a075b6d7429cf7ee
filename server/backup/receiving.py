"""The write-ahead log as it is written: pg_receivewal takes it in, and what is whole goes into the store.

A replication slot holds back on the server what has not come here yet. The segment that is being filled is
put into the store as it is every 20 seconds, so no more than that is lost with the machine.
"""

import asyncio
import contextlib
import gzip
import re
import shutil
from datetime import datetime
from pathlib import Path

import asyncpg
import structlog

from server.backup.catalogue import UNTIL, WAL
from server.backup.site import Site
from server.backup.store import TROUBLE, put_json
from server.backup.tools import ToolError, environment, run
from server.meeting.refusals import LOST

log = structlog.get_logger()
SLOT = "parley_backup"
PARTIAL = ".partial"
ASK = """
SELECT clock_timestamp() AS now, pg_current_wal_flush_lsn()::text AS lsn, coalesce((
    SELECT restart_lsn >= $1::text::pg_lsn FROM pg_replication_slots WHERE slot_name = $2), false) AS here
"""
"""The slot's position is what has come here and is on the disk."""
WHOLE = re.compile(r"[0-9A-F]{24}|[0-9A-F]{8}\.history")
LOOK_S, PARTIAL_S, AGAIN_S = 5.0, 20.0, 5.0


class Receiver:
    """Receives for as long as it runs; the store is brought up to date every `look_s` and `partial_s`."""

    def __init__(self, site: Site, *, look_s: float = LOOK_S, partial_s: float = PARTIAL_S) -> None:
        self._site = site
        self._look_s, self._partial_s = look_s, partial_s
        self._partial: tuple[str, int] | None = None
        self._sought: tuple[datetime, str] | None = None
        site.received.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def run(self) -> None:
        """Receive until cancelled; a server or store that is away is waited for."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._receive())
            both.create_task(self._ship())

    async def _receive(self) -> None:
        env = environment(self._site.url.reveal())
        while True:
            try:
                await self._forget_lost_slot()
                await run("pg_receivewal", ["--create-slot", "--if-not-exists", "--slot", SLOT], env)
                argv = ["-D", str(self._site.received), "--slot", SLOT, "--synchronous", "--no-loop",
                        "--no-password", "--status-interval=1"]  # fmt: skip
                log.info("wal_receiving")
                await run("pg_receivewal", argv, env)
            except (ToolError, *LOST) as error:
                log.warning("wal_not_received", error=type(error).__name__)
            await asyncio.sleep(AGAIN_S)

    async def _forget_lost_slot(self) -> None:
        """A slot that fell too far behind leads nowhere: begin a new one; the gap shows in `verify`."""
        connection = await asyncpg.connect(self._site.url.reveal())
        try:
            lost = await connection.fetchval(
                "SELECT pg_drop_replication_slot(slot_name) IS NULL FROM pg_replication_slots"
                " WHERE slot_name = $1 AND wal_status = 'lost'",
                SLOT,
            )
        finally:
            connection.terminate()
        if lost is not None:
            log.error("wal_lost")

    async def _ship(self) -> None:
        loop, last = asyncio.get_running_loop(), 0.0
        while True:
            try:
                await self.ship_whole()
                if loop.time() - last >= self._partial_s:
                    last = loop.time()
                    await self.ship_partial()
            except (*TROUBLE, *LOST) as error:
                log.warning("wal_not_kept", error=type(error).__name__)
            await asyncio.sleep(self._look_s)

    async def ship_whole(self) -> int:
        """Put every segment that is full into the store; how many."""
        whole = sorted(path for path in self._site.received.iterdir() if WHOLE.fullmatch(path.name))
        for path in whole:
            await self._keep(path, f"{WAL}/{path.name}.gz")
            path.unlink()
            await self._forget_partial(path.name)
        return len(whole)

    async def ship_partial(self) -> None:
        """Put the segment that is being filled into the store, and say up to when everything is there."""
        until = await self._here()
        await self._ship_what_is_there()
        if until is not None:
            await put_json(self._site.store, UNTIL, {"until": until.isoformat()}, self._site.work)

    async def _here(self) -> datetime | None:
        """Give the last moment we asked about of which the log has come; then ask about this one."""
        connection = await asyncpg.connect(self._site.url.reveal())
        try:
            row = await connection.fetchrow(ASK, self._sought[1] if self._sought else "0/0", SLOT)
        finally:
            connection.terminate()
        assert row is not None  # noqa: S101  it has no FROM
        until = self._sought[0] if self._sought and row["here"] else None
        if until is not None or self._sought is None:
            self._sought = row["now"], row["lsn"]
        return until

    async def _ship_what_is_there(self) -> None:
        for path in self._site.received.glob(f"*{PARTIAL}"):
            version = (path.name, path.stat().st_mtime_ns)
            if version != self._partial:
                await self._keep(path, f"{WAL}/{path.name}.gz")
                self._partial = version

    async def _keep(self, path: Path, key: str) -> None:
        packed = self._site.work / f"{path.name}.gz"
        with contextlib.suppress(FileNotFoundError):  # the partial one became whole: it is next
            await asyncio.to_thread(_pack, path, packed)
            await self._site.store.put(key, packed)

    async def _forget_partial(self, whole: str) -> None:
        if self._partial is not None and self._partial[0].startswith(whole):
            await self._site.store.delete([f"{WAL}/{whole}{PARTIAL}.gz"])
            self._partial = None


def _pack(source: Path, target: Path) -> None:
    with source.open("rb") as whole, gzip.open(target, "wb", compresslevel=1) as packed:
        shutil.copyfileobj(whole, packed, 1 << 20)
