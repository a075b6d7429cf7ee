"""The door to PostgreSQL: one pool, transactions that never lose a connection, and SQL on the ambient one."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

from asyncpg import Connection, Record
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from server.config import Secret
from server.errors import Busy, Unavailable
from server.meeting.actor import Actor, Role, acting_by_default, actor

COMMAND_TIMEOUT_S = 30.0
ACQUIRE_TIMEOUT_S = 10.0
"""Who waits longer for a connection of the pool is told that we are busy."""
SET = "SELECT set_config(name, value, true) FROM unnest($1::text[], $2::text[]) AS given(name, value)"


class SafeTransaction(PostgresTransaction):
    """Piccolo's transaction without its leaks: whatever fails, the connection goes back and the context ends.

    Piccolo 1.38 keeps both when BEGIN, COMMIT or ROLLBACK raises or is cancelled. A connection that did
    not answer in time is cut: a ROLLBACK, or a request to cancel, would wait for the same silence. A nested
    transaction joins the one around it. It knows for whom it works, and tells PostgreSQL when that changes.
    """

    _told: dict[str, str]

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction()
            await self.begin()  # type: ignore[no-untyped-call]  # Piccolo
            self._told = {}
            await self.work_for(actor())
        except BaseException as error:
            if isinstance(error, TimeoutError):
                self.connection.terminate()
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def get_connection(self) -> Any:
        """Wait for a connection as long as a person would; raises Busy."""
        if self.engine.pool is None:
            return await self.engine.get_new_connection()
        try:
            return await self.engine.pool.acquire(timeout=ACQUIRE_TIMEOUT_S)
        except TimeoutError as error:
            raise Busy from error

    async def work_for(self, who: Actor) -> None:
        """Set role and settings to the end of the transaction; those of the one before are taken back."""
        wanted = who.settings()
        if wanted == self._told:
            return
        gone = {name: "none" if name == "role" else "" for name in self._told.keys() - wanted.keys()}
        both = gone | wanted
        await self.connection.execute(SET, list(both), list(both.values()))
        self._told = wanted

    async def _give_back(self) -> None:
        if self.engine.pool:
            await asyncio.shield(self.engine.pool.release(self.connection))
        else:
            await self.connection.close()

    async def __aexit__(self, exception_type: object, exception: object, traceback: object) -> bool:
        if self._parent is not None:
            return False
        try:
            if isinstance(exception, TimeoutError):
                self.connection.terminate()
            elif exception is not None:
                if not self._rolled_back:
                    await self.rollback()  # type: ignore[no-untyped-call]  # Piccolo
            elif not self._committed and not self._rolled_back:
                await self.commit()  # type: ignore[no-untyped-call]  # Piccolo
        except TimeoutError:
            self.connection.terminate()
            raise
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        return False


class SafeEngine(PostgresEngine):
    """Piccolo's engine with safe transactions, and no connection made by constructing it."""

    async def check_version(self) -> None:
        """Do nothing: the migration says loudly enough when a server is too old."""

    async def prep_database(self) -> None:
        """Do nothing: no extension is needed, and constructing must not block the loop."""

    def transaction(self, allow_nested: bool = True) -> SafeTransaction:
        """Begin at `async with`; joins the ambient transaction when there is one."""
        return SafeTransaction(engine=self, allow_nested=allow_nested)


_engine: SafeEngine | None = None
_by_role: dict[Role | None, SafeEngine] = {}
"""Pools of roles that have a connection of their own; all others work over the open database's."""


def bound() -> SafeEngine | None:
    """Give the engine of the open database, if one is open."""
    return _engine


def engine() -> SafeEngine:
    """Give the engine of who acts, else the one `open_database` bound; raises Unavailable before that."""
    found = _by_role.get(actor().role, _engine)
    if found is None:
        raise Unavailable
    return found


def _plain(url: Secret | str) -> str:
    return url.reveal() if isinstance(url, Secret) else url


async def _as_it_was(connection: "Connection[Record]") -> None:
    """Leave nothing to the next: every setting of ours ends with its transaction, so that is all."""
    if connection.is_in_transaction():
        await connection.execute("ROLLBACK")


@contextlib.asynccontextmanager
async def open_database(
    url: Secret | str,
    *,
    role: Role | None = None,
    default: Actor | None = None,
    pool_size: int = 10,
    options: Mapping[str, object] | None = None,
) -> AsyncIterator[SafeEngine]:
    """Open the pool for as long as the block runs; one database a process.

    With a role nothing is done but in it, also over a connection that could do more. `default` acts where
    nobody else does, in callbacks and tasks of others too. `options` are asyncpg's.
    """
    global _engine
    before = _engine
    config = {"dsn": _plain(url), "command_timeout": COMMAND_TIMEOUT_S, **(options or {})}
    fresh = SafeEngine(config=config)
    await fresh.start_connection_pool(min_size=min(2, pool_size), max_size=pool_size, reset=_as_it_was)
    _engine = fresh
    try:
        with acting_by_default(default or Actor(role)):
            yield fresh
    finally:
        _engine = before
        await fresh.close_connection_pool()


@contextlib.asynccontextmanager
async def open_pool_of(role: Role, url: Secret | str, *, pool_size: int = 5) -> AsyncIterator[None]:
    """Let this role work over a pool of its own, signed in as itself, for as long as the block runs.

    A transaction of another role around it is not joined: the two are two connections.
    """
    engine = SafeEngine(config={"dsn": _plain(url), "command_timeout": COMMAND_TIMEOUT_S})
    await engine.start_connection_pool(min_size=1, max_size=pool_size, reset=_as_it_was)
    _by_role[role] = engine
    try:
        yield
    finally:
        del _by_role[role]
        await engine.close_connection_pool()


@contextlib.asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing; joins the transaction around it. Never `gather` queries inside: one connection."""
    async with engine().transaction():
        yield


def connection() -> Any:
    """Give the ambient transaction's connection; raises Unavailable outside one."""
    ambient = engine().current_transaction.get()
    if ambient is None:
        raise Unavailable
    return ambient.connection


@contextlib.asynccontextmanager
async def _turn() -> AsyncIterator[Any]:
    """Give a connection that works for who acts now: the ambient transaction's, else one of its own."""
    bound = engine()
    ambient = cast(SafeTransaction | None, bound.current_transaction.get())
    who = actor()
    if ambient is not None:
        await ambient.work_for(who)
        yield ambient.connection
    elif who.settings():
        async with bound.transaction() as alone:
            yield alone.connection
    else:
        yield bound.pool


async def fetch(sql: str, *args: object) -> list[Record]:
    """Run one statement with `$1` arguments in the ambient transaction, else in one of its own."""
    async with _turn() as connection:
        return cast(list[Record], await connection.fetch(sql, *args))


async def fetch_one(sql: str, *args: object) -> Record | None:
    """Give the first row, if there is one."""
    async with _turn() as connection:
        return cast(Record | None, await connection.fetchrow(sql, *args))


async def execute(sql: str, *args: object) -> int:
    """Run a statement and say how many rows it touched."""
    async with _turn() as connection:
        done: str = await connection.execute(sql, *args)
    count = done.rpartition(" ")[2]
    return int(count) if count.isdigit() else 0


async def execute_many(sql: str, rows: "list[tuple[Any, ...]]") -> None:
    """Run one statement for each row of arguments."""
    async with _turn() as connection:
        await connection.executemany(sql, rows)


def to_json(value: object) -> str:
    """Write what a jsonb parameter takes."""
    return json.dumps(value, ensure_ascii=False, default=str)


def from_json(value: Any) -> Any:
    """Read what asyncpg gives for a jsonb column."""
    return json.loads(value) if isinstance(value, str) else value
