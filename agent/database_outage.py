"""What one job could not store while the database is away: kept in memory and on disk, written afterwards."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog

from agent.job_metrics import FINALS_DELAYED, FINALS_DROPPED, JOURNAL_BYTES, JOURNAL_RECORDS
from agent.room_lease import LeaseLostError
from agent.segment_journal import SegmentJournal
from agent.segment_records import FinalRecord, GapRecord, Missing, Record, encode, place_ms
from agent.transcript_rows import count_refused
from agent.transient_retry import NEVER, retry_transient
from server.errors import IllegalStep
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.ids import uuid7

MAX_BYTES = 8 << 20
"""Of one meeting's waiting records: some 10,000 finals, hours of a busy room."""

OnStored = Callable[[int], Awaitable[None]]
"""Called with the segment's `seq` once a final that waited is stored."""
log = structlog.get_logger()


@dataclass(order=True, slots=True)
class _Waiting:
    place: tuple[int, int]
    record: Record = field(compare=False)
    stored: OnStored | None = field(compare=False)


class DatabaseOutage:
    """On from the first write that failed until everything that waited is stored, in the order of speech.

    Records beyond the limit become one gap of the room. Nothing is written after the lease is lost: then the
    journal stays for the job that has it.
    """

    def __init__(
        self,
        journal: SegmentJournal,
        renew: Callable[[], Awaitable[None]],
        write: Callable[[Record], Awaitable[int | None]],
        max_bytes: int = MAX_BYTES,
    ) -> None:
        """`renew` renews the lease, `write` stores a record and returns its `seq`; both are retried."""
        self._journal = journal
        self._renew = renew
        self._write = write
        self._max_bytes = max_bytes
        self._waiting: list[_Waiting] = []
        self._bytes = 0
        self._count = 0
        self._dropped: GapRecord | None = None
        self._hung: set[asyncio.Future[Any]] = set()
        self._drain_task: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._is_closed = False

    @property
    def is_on(self) -> bool:
        """Whether writes must not be tried, but kept."""
        return self._drain_task is not None

    def begin(self, hung: "asyncio.Future[Any] | None" = None) -> None:
        """Begin the outage; nothing is written before attempts that still run have ended."""
        if hung is not None:
            self._hung.add(hung)
            hung.add_done_callback(self._answered)
        if self._drain_task is None and not self._is_closed:
            log.warning("outage_began")
            self._drain_task = asyncio.create_task(self._drain())

    def _answered(self, hung: "asyncio.Future[Any]") -> None:
        self._hung.discard(hung)
        if not hung.cancelled():
            hung.exception()  # of no interest: what it wrote is kept and written again

    async def keep(self, record: Record, stored: OnStored | None = None) -> None:
        """Keep a record until it can be stored; it is on disk when this returns, if the disk takes it."""
        line = encode(record)
        async with self._lock:
            if self._bytes + len(line) > self._max_bytes:
                await self._drop(record)
            else:
                await self._add(record, line)
                self._push(record, stored)
        if isinstance(record, FinalRecord):
            FINALS_DELAYED.inc()
        self.begin()

    async def settle(self, within_s: float) -> None:
        """Wait for the end of the outage."""
        if self._drain_task is not None:
            await asyncio.wait([self._drain_task], timeout=max(0.0, within_s))

    async def aclose(self) -> None:
        """Write nothing more; what is not stored stays in the journal."""
        self._is_closed = True
        if (draining := self._drain_task) is not None:
            draining.cancel()
            await asyncio.wait([draining])
        await self._leave()

    async def _leave(self) -> None:
        async with self._lock:
            self._journal.close()
            self._forget()

    async def _add(self, record: Record, line: bytes) -> None:
        self._bytes += len(line)
        JOURNAL_BYTES.inc(len(line))
        try:
            if not self._is_closed:
                await asyncio.to_thread(self._journal.append, line)
        except OSError as error:
            log.error("journal_not_written", kind=record.kind, error=type(error).__name__)

    async def _drop(self, record: Record) -> None:
        """Extend the gap of what has no place; the journal gets it once, open, in case this job dies."""
        if isinstance(record, FinalRecord):
            FINALS_DROPPED.inc()
            from_ms, to_ms = record.start_ms, record.end_ms
        elif isinstance(record, GapRecord) and record.missing.to_ms is not None:
            from_ms, to_ms = record.missing.from_ms, record.missing.to_ms
        else:
            return
        if self._dropped is None:
            log.error("journal_full")
            missing = Missing(uuid7(), "database", from_ms, None)
            opened = GapRecord(missing, None, datetime.now(UTC))
            await self._add(opened, encode(opened))
        else:
            missing = self._dropped.missing
            from_ms, to_ms = min(missing.from_ms, from_ms), max(missing.to_ms or 0, to_ms)
        self._dropped = GapRecord(Missing(missing.id, "database", from_ms, to_ms), None, datetime.now(UTC))

    async def _drain(self) -> None:
        while self._hung:
            await asyncio.wait(tuple(self._hung))
        try:
            await retry_transient(self._renew, NEVER)
            while not await self._has_ended():
                await self._store_next()
        except LeaseLostError:
            log.error("journal_left_to_another_job", records=len(self._waiting))
            self._is_closed = True
            await self._leave()
            self._drain_task = None

    async def _store_next(self) -> None:
        waiting, seq = heapq.heappop(self._waiting), None
        try:
            seq = await retry_transient(lambda: self._write(waiting.record), NEVER)
        except (IllegalStep, *DATABASE_ERRORS) as error:
            count_refused(waiting.record, error)
        finally:
            JOURNAL_RECORDS.dec()
        if seq is not None and waiting.stored is not None:
            await waiting.stored(seq)

    async def _has_ended(self) -> bool:
        """End the outage if nothing waits."""
        async with self._lock:
            if (dropped := self._dropped) is not None:
                self._dropped = None
                self._push(dropped)
            if self._waiting:
                return False
            try:
                await asyncio.to_thread(self._journal.delete)
            except OSError as error:  # its records are stored; stored again they change nothing
                log.error("journal_not_deleted", error=type(error).__name__)
            self._forget()
            self._drain_task = None
            log.info("outage_ended")
            return True

    def _push(self, record: Record, stored: OnStored | None = None) -> None:
        self._count += 1
        heapq.heappush(self._waiting, _Waiting((place_ms(record), self._count), record, stored))
        JOURNAL_RECORDS.inc()

    def _forget(self) -> None:
        JOURNAL_RECORDS.dec(len(self._waiting))
        JOURNAL_BYTES.dec(self._bytes)
        self._waiting, self._bytes, self._dropped = [], 0, None
