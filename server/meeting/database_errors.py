"""What PostgreSQL refuses, in the words of server/errors.py: one table by SQLSTATE, read at every border.

Writer modules turn what they expect into names of their own (EmailTaken, RoomFull); this is for the rest. Who
waits for a database that is away catches DATABASE_ERRORS, or only TRANSIENT_ERRORS, which pass by themselves.
"""

from asyncpg import InterfaceError, InternalClientError, PostgresError, exceptions

from server.errors import (
    Busy,
    Conflict,
    Forbidden,
    Invalid,
    NotGranted,
    ParleyError,
    StorageFull,
    TooLarge,
    Unavailable,
)

GONE = "What it is about is not there any more. Reload the page to see how things stand."
ERROR_BY_SQLSTATE: dict[str, type[ParleyError]] = {
    "08": Unavailable,  # connection
    "22": Invalid,  # data: NUL, a number or a time out of range, an encoding
    "23": Invalid,  # constraint: CHECK and NOT NULL
    "23503": Conflict,  # foreign key
    "23505": Conflict,  # unique
    "23P01": Conflict,  # exclusion
    "25006": Unavailable,  # read only: a server that stands by
    "25P03": Busy,  # idle for too long in its transaction
    "40": Busy,  # serialization failure, deadlock
    "42501": Forbidden,  # a policy, or a trigger of ours; see NOT_GRANTED
    "53": Busy,  # connections, memory
    "53100": StorageFull,
    "54": TooLarge,  # a row, an index entry or the depth of a document
    "55P03": Busy,  # a lock
    "57": Unavailable,  # stopping, starting, crashed
    "57014": Busy,  # a statement that took too long
    "58": Unavailable,  # its files
}
"""By the first two or by all five characters."""
NOT_GRANTED = "aclcheck_error"
"""Where PostgreSQL finds that the role itself lacks a right; policies and triggers refuse elsewhere."""


def error_for(error: PostgresError) -> ParleyError | None:
    """Give what to tell; None for what is a mistake of ours."""
    state = error.sqlstate or ""
    if state == "42501" and getattr(error, "server_source_function", None) == NOT_GRANTED:
        return NotGranted()
    if state == "23503":
        return Conflict(GONE)
    kind = _kind(state)
    return kind() if kind else None


def _kind(state: str) -> type[ParleyError] | None:
    return ERROR_BY_SQLSTATE.get(state) or ERROR_BY_SQLSTATE.get(state[:2])


CONNECTION_ERRORS = (Unavailable, OSError, InterfaceError, InternalClientError)
"""What asking a database that is not there raises; a timeout is an OSError, and so is a name nobody has."""
DATABASE_ERRORS = (PostgresError, *CONNECTION_ERRORS)
"""All that asking the database can raise: that, and whatever it says."""
TRANSIENT_ERRORS: tuple[type[Exception], ...] = (
    *CONNECTION_ERRORS,
    *(
        each
        for each in vars(exceptions).values()
        if isinstance(each, type)
        and issubclass(each, PostgresError)
        and issubclass(_kind(each.sqlstate or "") or ParleyError, Unavailable | StorageFull)
    ),
)
"""What a database that is restarting, busy, full or out of reach raises: done again later, it passes."""
