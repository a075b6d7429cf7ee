"""Writing to a database that may be away for a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from server.meeting.database_errors import TRANSIENT_ERRORS

GIVE_UP_AFTER_S = 60.0
RETRY_S = 0.5
log = structlog.get_logger()
Result = TypeVar("Result")


async def retry_transient(
    work: Callable[[], Awaitable[Result]], patience_s: float = GIVE_UP_AFTER_S
) -> Result:
    """Try again while the database is away; raises the last of TRANSIENT_ERRORS when it stays away."""
    give_up_at = asyncio.get_running_loop().time() + patience_s
    while True:
        try:
            return await work()
        except TRANSIENT_ERRORS as error:
            if asyncio.get_running_loop().time() > give_up_at:
                raise
            log.warning("database_away", error=type(error).__name__)
        await asyncio.sleep(RETRY_S)
