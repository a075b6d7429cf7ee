"""Writing to a database that may be away for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from server.meeting.database_errors import TRANSIENT_ERRORS

GIVE_UP_AFTER_S = 60.0
NEVER: float = float("inf")
"""For what has to be written, however long it takes: the caller's end ends it."""
RETRY_S = 0.5
log = structlog.get_logger()
Result = TypeVar("Result")


async def retry_transient(
    work: Callable[[], Awaitable[Result]], patience_s: float = GIVE_UP_AFTER_S
) -> Result:
    """Try again while the database is away; raises the last of TRANSIENT_ERRORS when it stays away.

    An answer may be lost after its COMMIT: `work` must be such that doing it twice does it once.
    """
    give_up_at = asyncio.get_running_loop().time() + patience_s
    is_told = False
    while True:
        try:
            return await work()
        except TRANSIENT_ERRORS as error:
            if asyncio.get_running_loop().time() > give_up_at:
                raise
            if not is_told:
                log.warning("database_away", error=type(error).__name__)
            is_told = True
        await asyncio.sleep(RETRY_S)
