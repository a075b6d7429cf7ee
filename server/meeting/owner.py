"""The owner's connection, on which the database is changed and looked after; or why there is none."""

import contextlib
from collections.abc import AsyncIterator
from typing import TypeAlias
from urllib.parse import urlsplit

import asyncpg

from server.mending import MendableError

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
CONNECT_S = 5.0
APPLICATION = "parley-db"
EXAMPLE = "export DATABASE_URL=postgresql://user:password@host:5432/name"


def place_of(url: str) -> str:
    """Name a database for people, without the password, also where that makes the URL none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "DATABASE_URL"
    if "@" in url and "@" not in parts.netloc:
        return "DATABASE_URL"
    return f"{parts.netloc.rpartition('@')[2] or 'localhost'}/{parts.path.lstrip('/')}"


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    """Connect for as long as the block runs; raises MendableError where nobody answers or lets us in."""
    try:
        connection = await asyncpg.connect(
            url, timeout=CONNECT_S, server_settings={"application_name": APPLICATION}
        )
    except (OSError, TimeoutError) as error:
        raise MendableError(f"PostgreSQL at {place_of(url)} does not answer", "parley up") from error
    except asyncpg.PostgresError as error:
        said = str(error).splitlines()[0]
        raise MendableError(f"PostgreSQL at {place_of(url)} says: {said}", "check DATABASE_URL") from error
    except (asyncpg.InterfaceError, ValueError) as error:  # their words repeat the URL
        raise MendableError("DATABASE_URL is not a URL of PostgreSQL", EXAMPLE) from error
    try:
        yield connection
    finally:
        await connection.close()
