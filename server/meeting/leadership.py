"""Leader election by advisory lock: one of many web processes reconciles."""

import asyncpg

from server.config import Secret
from server.meeting.advisory_locks import AdvisoryLock, try_lock
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.db import fetch
from server.meeting.rooms import SELECT_ROOM, Room, room_of

TIMEOUT_S = 10.0


async def live_rooms() -> list[Room]:
    """Return the meetings that are live."""
    return [room_of(row) for row in await fetch(f"{SELECT_ROOM} WHERE r.status = 'live'")]


class Leadership:
    """Leadership held by a session-level lock on its own connection; it ends with the process."""

    def __init__(self, url: Secret) -> None:
        self._url = url
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._held = False

    async def mine(self) -> bool:
        """Acquire the lock if it is free; True while its connection lives."""
        try:
            return await self._ask()
        except DATABASE_ERRORS:
            self._drop()
            return False

    def resign(self) -> None:
        """Release the lock."""
        self._drop()

    async def _ask(self) -> bool:
        if self._connection is None:
            self._connection = await asyncpg.connect(self._url.reveal(), timeout=TIMEOUT_S)
        if self._held:
            await self._connection.execute("SELECT 1", timeout=TIMEOUT_S)
        else:
            self._held = await try_lock(self._connection, AdvisoryLock.RECONCILER, timeout_s=TIMEOUT_S)
        return self._held

    def _drop(self) -> None:
        """Close the connection, and so the lock, without waiting for a server that may be gone."""
        self._held = False
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
