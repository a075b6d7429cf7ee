"""What the reconciler reads, and the lock that makes one web process of many the one that reconciles."""

import asyncpg

from server.config import Secret
from server.meeting.db import fetch
from server.meeting.rooms import SELECT_ROOM, Room, room_of

LEADER_LOCK = 0x6C656164  # "lead"
TIMEOUT_S = 10.0


async def live_rooms() -> list[Room]:
    """Give every meeting that has begun and not ended."""
    return [room_of(row) for row in await fetch(f"{SELECT_ROOM} WHERE r.status = 'live'")]


class Leadership:
    """A session-level lock on a connection of its own: it ends with the process, however that ends."""

    def __init__(self, url: Secret) -> None:
        self._url = url
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._held = False

    async def mine(self) -> bool:
        """Take the lock if it is free; True for as long as the connection that holds it lives."""
        if self._connection is None or self._connection.is_closed():
            self._held = False
            self._connection = await asyncpg.connect(self._url.reveal(), timeout=TIMEOUT_S)
        if self._held:
            await self._connection.execute("SELECT 1", timeout=TIMEOUT_S)
        else:
            self._held = bool(
                await self._connection.fetchval(
                    "SELECT pg_try_advisory_lock($1)", LEADER_LOCK, timeout=TIMEOUT_S
                )
            )
        return self._held

    async def resign(self) -> None:
        """Let another process lead."""
        if self._connection is not None:
            await self._connection.close(timeout=TIMEOUT_S)
