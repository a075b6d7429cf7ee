"""The owner's connection, for migrations and maintenance."""

import contextlib
from collections.abc import AsyncIterator
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

import asyncpg

from server.operator_error import OperatorError

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
CONNECT_S = 5.0
AS_EVERYBODY = "SET LOCAL ROLE parley_definer"
"""Act as the role whose policies see every row."""
APPLICATION = "parley-db"
SCHEMES = ("postgres", "postgresql")
EXAMPLE = "export DATABASE_URL=postgresql://user:password@host:5432/name"


class NoUrlError(OperatorError):
    """Not a PostgreSQL URL; the message never contains it."""

    def __init__(self) -> None:
        super().__init__("DATABASE_URL is not a URL of PostgreSQL", EXAMPLE)


def parts_of(url: str) -> SplitResult:
    """Split the URL; raises NoUrlError, also when part of a password would be read as the host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise NoUrlError from None
    if parts.scheme not in SCHEMES or ("@" in url and "@" not in parts.netloc):
        raise NoUrlError
    return parts


def place_of(url: str) -> str:
    """Describe a database without its password."""
    parts = parts_of(url)
    return f"{parts.netloc.rpartition('@')[2] or 'localhost'}/{parts.path.lstrip('/')}"


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    """Connect while the block runs; raises OperatorError when the server does not answer or refuses."""
    place = place_of(url)
    try:
        connection = await asyncpg.connect(
            url, timeout=CONNECT_S, server_settings={"application_name": APPLICATION}
        )
    except (OSError, TimeoutError) as error:
        raise OperatorError(f"PostgreSQL at {place} does not answer", "parley up") from error
    except asyncpg.PostgresError as error:
        said = str(error).splitlines()[0]
        raise OperatorError(f"PostgreSQL at {place} says: {said}", "check DATABASE_URL") from error
    except (asyncpg.InterfaceError, ValueError):  # their messages contain the URL
        raise NoUrlError from None
    try:
        yield connection
    finally:
        await connection.close()
