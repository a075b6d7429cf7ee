"""Writing to a database that may be away for a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import structlog

from server.errors import Unavailable

PATIENCE_S = 60.0
RETRY_S = 0.5
AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,  # told to stop, crashed, starting up
    asyncpg.InsufficientResourcesError,  # no connection, memory or disk left
    asyncpg.TransactionRollbackError,  # a deadlock: done again, it passes
    Unavailable,
)
"""What a database that is restarting, full or out of reach raises."""

log = structlog.get_logger()
Result = TypeVar("Result")


async def patiently(work: Callable[[], Awaitable[Result]], patience_s: float = PATIENCE_S) -> Result:
    """Try again while the database is away; raises its last complaint, one of AWAY, when it stays away."""
    give_up_at = asyncio.get_running_loop().time() + patience_s
    while True:
        try:
            return await work()
        except AWAY as error:
            if asyncio.get_running_loop().time() > give_up_at:
                raise
            log.warning("database_away", error=type(error).__name__)
        await asyncio.sleep(RETRY_S)
