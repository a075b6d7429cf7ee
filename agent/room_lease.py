"""A job's lease on its room: renewed at intervals, and before any write if it may have expired."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import asyncpg
import structlog

from server.errors import IllegalStep
from server.meeting import leases
from server.meeting.database_errors import DATABASE_ERRORS

RENEW_S = leases.LEASE_S / 3
FRESH_S = leases.LEASE_S - RENEW_S
"""Seconds after a renewal in which the lease is assumed valid without asking the database."""


RETRY_S = 0.5
log = structlog.get_logger()
Result = TypeVar("Result")


class LeaseLostError(Exception):
    """Another job holds the room's lease."""


class RoomLease:
    """Kept until another job takes it: a lease that expired while the database was unavailable is renewed."""

    def __init__(self, room_id: UUID, holder: str, now_s: Callable[[], float] = time.monotonic) -> None:
        self._room_id = room_id
        self._holder = holder
        self._now_s = now_s
        self._fresh_until_s = float("-inf")
        self._is_lost = False
        self._begin, self._extend = leases.take_lease, leases.renew_lease

    async def take(self) -> bool:
        """Acquire the lease; False if another job holds it or the meeting is over."""
        asked_s = self._now_s()
        if not await self._begin(self._room_id, self._holder):
            return False
        self._fresh_until_s = asked_s + FRESH_S
        return True

    async def hold(self) -> None:
        """Renew the lease if it may have expired; raises LeaseLostError and TRANSIENT_ERRORS."""
        if self._is_lost:
            raise LeaseLostError
        if self._now_s() >= self._fresh_until_s:
            await self.renew()

    async def renew(self) -> None:
        """Renew the lease now; raises as hold() does."""
        asked_s = self._now_s()
        if self._is_lost or not await self._extend(self._room_id, self._holder):
            self._is_lost = True
            raise LeaseLostError
        self._fresh_until_s = asked_s + FRESH_S

    async def write(self, write: Callable[[], Awaitable[Result]]) -> Result:
        """Run a write while the lease is held; once more if the lease expired while our clock stood still."""
        await self.hold()
        try:
            return await write()
        except (IllegalStep, asyncpg.InsufficientPrivilegeError):
            await self.renew()
            return await write()

    async def release(self) -> None:
        """Release the lease."""
        await leases.release_lease(self._room_id, self._holder)


async def keep_renewed(lease: RoomLease, room_id: UUID) -> None:
    """Renew the lease at intervals until it is lost.

    While the database is unavailable no other job can take it, so renewal is retried at short intervals.
    """
    while True:
        try:
            await lease.renew()
            wait_s = RENEW_S
        except DATABASE_ERRORS as error:
            log.warning("lease_not_renewed", room=str(room_id), error=type(error).__name__)
            wait_s = RETRY_S
        except LeaseLostError:
            return
        await asyncio.sleep(wait_s)


class LateLease(RoomLease):
    """Of a meeting that is over, to store what waited for the database."""

    def __init__(self, room_id: UUID, holder: str) -> None:
        super().__init__(room_id, holder)
        self._begin = self._extend = leases.take_late_lease
