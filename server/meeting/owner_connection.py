"""The owner's connection, on which the database is changed and looked after; or why there is none."""

import contextlib
from collections.abc import AsyncIterator
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

import asyncpg

from server.operator_error import OperatorError

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
CONNECT_S = 5.0
AS_EVERYBODY = "SET LOCAL ROLE parley_definer"
"""The role whose policies see every row."""
APPLICATION = "parley-db"
SCHEMES = ("postgres", "postgresql")
EXAMPLE = "export DATABASE_URL=postgresql://user:password@host:5432/name"


class NoUrlError(OperatorError):
    """What should be a URL of PostgreSQL is none; the words never repeat it."""

    def __init__(self) -> None:
        super().__init__("DATABASE_URL is not a URL of PostgreSQL", EXAMPLE)


def parts_of(url: str) -> SplitResult:
    """Take it apart; raises NoUrlError, also where half of a password would be taken for the host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise NoUrlError from None
    if parts.scheme not in SCHEMES or ("@" in url and "@" not in parts.netloc):
        raise NoUrlError
    return parts


def place_of(url: str) -> str:
    """Name a database for people, without the password."""
    parts = parts_of(url)
    return f"{parts.netloc.rpartition('@')[2] or 'localhost'}/{parts.path.lstrip('/')}"


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    """Connect for as long as the block runs; raises OperatorError where nobody answers or lets us in."""
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
    except (asyncpg.InterfaceError, ValueError):  # their words repeat the URL
        raise NoUrlError from None
    try:
        yield connection
    finally:
        await connection.close()
