"""Map PostgreSQL's errors to those of server/errors.py, by SQLSTATE.

Modules that write rows turn the errors they expect into specific ones (EmailTaken, RoomFull); this is for the
rest. To wait for an unavailable database, catch DATABASE_ERRORS, or only TRANSIENT_ERRORS, worth a retry.
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

GONE = "What you tried to change no longer exists. Reload the page."
ERROR_BY_SQLSTATE: dict[str, type[ParleyError]] = {
    "08": Unavailable,  # connection
    "22": Invalid,  # data: NUL, a number or a time out of range, an encoding
    "23": Invalid,  # constraint: CHECK and NOT NULL
    "23503": Conflict,  # foreign key
    "23505": Conflict,  # unique
    "23P01": Conflict,  # exclusion
    "25006": Unavailable,  # read only: a standby server
    "25P03": Busy,  # idle in transaction for too long
    "40": Busy,  # serialization failure, deadlock
    "42501": Forbidden,  # a policy or one of our triggers; see NOT_GRANTED
    "53": Busy,  # connections, memory
    "53100": StorageFull,
    "54": TooLarge,  # program limits: size of a row or index entry, depth of a document
    "55P03": Busy,  # a lock
    "57": Unavailable,  # stopping, starting, crashed
    "57014": Busy,  # a statement that took too long
    "58": Unavailable,  # its files
}
"""Keys are an SQLSTATE or its class, the first two characters."""
NOT_GRANTED = "aclcheck_error"
"""The C function that reports a privilege the role lacks; policies and triggers report from others."""


def error_for(error: PostgresError) -> ParleyError | None:
    """Return the error to report; None if PostgreSQL's error means a bug."""
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
"""Raised when the database cannot be reached; timeouts and unknown host names are OSErrors."""
DATABASE_ERRORS = (PostgresError, *CONNECTION_ERRORS)
"""Everything a query can raise."""
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
"""Raised when the database restarts, is busy, full or unreachable; a later retry can succeed."""
