"""Writing to a database that may be away for a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from server.meeting.refusals import PASSING

PATIENCE_S = 60.0
RETRY_S = 0.5
log = structlog.get_logger()
Result = TypeVar("Result")


async def patiently(work: Callable[[], Awaitable[Result]], patience_s: float = PATIENCE_S) -> Result:
    """Try again while the database is away; raises its last complaint, one of PASSING, when it stays away."""
    give_up_at = asyncio.get_running_loop().time() + patience_s
    while True:
        try:
            return await work()
        except PASSING as error:
            if asyncio.get_running_loop().time() > give_up_at:
                raise
            log.warning("database_away", error=type(error).__name__)
        await asyncio.sleep(RETRY_S)
