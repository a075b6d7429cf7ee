"""PostgreSQL's advisory locks: every lock of ours by its id, and how a session takes one.

A session's lock ends with its connection, however the process ends.
"""

import contextlib
from collections.abc import AsyncIterator
from enum import IntEnum
from typing import Any

from server.meeting.database_errors import DATABASE_ERRORS

UNLOCK_S = 5.0


class AdvisoryLock(IntEnum):
    """The id is four ASCII letters; changing one lets two versions of Parley do the same work at once."""

    MIGRATION = 0x7061726C  # "parl"
    RECONCILER = 0x6C656164  # "lead": one of many web processes reconciles
    REGISTRATION = 0x70656F70  # "peop": exactly one account is the first
    PASSWORD = 0x70617373  # "pass": with the person's id
    BASE_BACKUP = 0x6261636B  # "back"
    SCHEDULED_TASK = 0x6A6F6273  # "jobs": with the task's name
    KEY_ROTATION = 0x6B657973  # "keys"
    REINDEX = 0x72656978  # "reix": another rebuild's unfinished indexes would look like leftovers


async def try_lock(
    connection: Any, lock: AdvisoryLock, name: str | None = None, *, timeout_s: float | None = None
) -> bool:
    """Take a lock, or the one of `name`, for the session; False when another session holds it."""
    ids: tuple[object, ...] = (lock,) if name is None else (lock, name)
    function = "pg_try_advisory_lock($1)" if name is None else "pg_try_advisory_lock($1, hashtext($2))"
    return bool(await connection.fetchval(f"SELECT {function}", *ids, timeout=timeout_s))


@contextlib.asynccontextmanager
async def locked(connection: Any, lock: AdvisoryLock, refusal: Exception) -> AsyncIterator[None]:
    """Hold a lock while the block runs; raises `refusal` when another session holds it."""
    if not await try_lock(connection, lock):
        raise refusal
    try:
        yield
    finally:  # at once, not when the server notices a lost connection
        with contextlib.suppress(*DATABASE_ERRORS):
            await connection.execute("SELECT pg_advisory_unlock($1)", lock, timeout=UNLOCK_S)
