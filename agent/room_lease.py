"""A job's lease on its room: renewed in time, and before anything is written when it may have run out."""

import time
from collections.abc import Callable
from uuid import UUID

from server.meeting import leases

RENEW_S = leases.LEASE_S / 3
FRESH_S = leases.LEASE_S - RENEW_S
"""So long after it was asked for, a lease is taken to last without asking again."""


class LeaseLostError(Exception):
    """Another job holds the room."""


class RoomLease:
    """Held until another job has it: one that ran out while the database was away is renewed."""

    def __init__(self, room_id: UUID, holder: str, now_s: Callable[[], float] = time.monotonic) -> None:
        self._room_id = room_id
        self._holder = holder
        self._now_s = now_s
        self._fresh_until_s = float("-inf")
        self._is_lost = False

    async def take(self) -> bool:
        """Take it; False when another job holds it, or the meeting is over."""
        asked_s = self._now_s()
        if not await leases.take_lease(self._room_id, self._holder):
            return False
        self._fresh_until_s = asked_s + FRESH_S
        return True

    async def hold(self) -> None:
        """Renew it if it may have run out; raises LeaseLostError, and what a database that is away raises."""
        if self._is_lost:
            raise LeaseLostError
        if self._now_s() >= self._fresh_until_s:
            await self.renew()

    async def renew(self) -> None:
        """Renew it now; raises as hold() does."""
        asked_s = self._now_s()
        if self._is_lost or not await leases.renew_lease(self._room_id, self._holder):
            self._is_lost = True
            raise LeaseLostError
        self._fresh_until_s = asked_s + FRESH_S

    async def release(self) -> None:
        """Give it back."""
        await leases.release_lease(self._room_id, self._holder)
