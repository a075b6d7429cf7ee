"""A pool of Redis connections that leaves none behind when it is closed while commands run."""

import asyncio
from typing import Any

from redis.asyncio import ConnectionPool
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ConnectionError as RedisConnectionError

CLOSE_S = 5.0
"""Commands that run get as long as this; each has its own time limit below it."""
LOOK_S = 0.01


class RedisPool(ConnectionPool):
    """Lets the commands that run end, and refuses later ones.

    Redis' own client disconnects them, and they connect again after the pool was closed.
    """

    _is_closed = False

    async def get_connection(self, *named: Any, **options: Any) -> AbstractConnection:
        """Return a connected one; raises RedisConnectionError when closed."""
        if self._is_closed:
            raise RedisConnectionError("closed")
        connection: AbstractConnection = await super().get_connection(*named, **options)  # type: ignore[no-untyped-call]
        return connection

    async def aclose(self) -> None:
        """Close all connections, and open no more."""
        self._is_closed = True
        for _ in range(int(CLOSE_S / LOOK_S)):
            _, (in_use, _) = self.get_connection_count()
            if not in_use:
                break
            await asyncio.sleep(LOOK_S)
        await super().aclose()
