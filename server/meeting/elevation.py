"""Raised rights: an administrator gets them for one session and 15 minutes, with a recorded reason."""

from datetime import datetime, timedelta
from typing import cast

from asyncpg import InsufficientPrivilegeError

from server.errors import Forbidden
from server.meeting.db import fetch_one

LASTS = timedelta(minutes=15)


async def elevate(reason: str) -> datetime:
    """Raise the actor's rights; returns their end. Raises Forbidden unless the actor is an administrator."""
    try:
        row = await fetch_one("SELECT elevate($1, $2) AS until", int(LASTS.total_seconds()), reason)
    except InsufficientPrivilegeError:
        raise Forbidden("Only administrators can turn on administrator access.") from None
    assert row is not None  # noqa: S101  a function's one row
    return cast(datetime, row["until"])


async def elevated_until() -> datetime | None:
    """The end of the actor's raised rights, or None."""
    row = await fetch_one(
        "SELECT elevated_until FROM sessions"
        " WHERE id = app_session() AND user_id = app_user() AND is_elevated()"
    )
    return row["elevated_until"] if row else None


async def end_elevation() -> None:
    """End the raised rights, if any."""
    await fetch_one("SELECT end_elevation()")
