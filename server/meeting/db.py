"""PostgreSQL access: one pool, transactions that leak no connection, and queries in the ambient one."""

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
"""Time limit for acquiring a pooled connection; Busy is raised after it."""
SET = "SELECT set_config(name, value, true) FROM unnest($1::text[], $2::text[]) AS given(name, value)"


class SafeTransaction(PostgresTransaction):
    """Piccolo's transaction without its leaks: on failure the connection is released and the context reset.

    Piccolo 1.38 keeps both when BEGIN, COMMIT or ROLLBACK raises or is cancelled. A connection that timed out
    is terminated: a ROLLBACK or a cancel request would wait for the same server. A nested transaction joins
    the enclosing one. The actor's role and settings are sent to PostgreSQL whenever the actor changes.
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
            await self._release()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def get_connection(self) -> Any:
        """Acquire a connection within ACQUIRE_TIMEOUT_S; raises Busy."""
        if self.engine.pool is None:
            return await self.engine.get_new_connection()
        try:
            return await self.engine.pool.acquire(timeout=ACQUIRE_TIMEOUT_S)
        except TimeoutError as error:
            raise Busy from error

    async def work_for(self, who: Actor) -> None:
        """Set role and settings for the rest of the transaction; those of the actor before are reset."""
        wanted = who.settings()
        if wanted == self._told:
            return
        gone = {name: "none" if name == "role" else "" for name in self._told.keys() - wanted.keys()}
        both = gone | wanted
        await self.connection.execute(SET, list(both), list(both.values()))
        self._told = wanted

    async def _release(self) -> None:
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
            await self._release()
        return False


class SafeEngine(PostgresEngine):
    """Piccolo's engine with safe transactions; constructing it does not connect."""

    async def check_version(self) -> None:
        """Do nothing: the migrations refuse a server that is too old."""

    async def prep_database(self) -> None:
        """Do nothing: no extension is needed, and the constructor must not block the event loop."""

    def transaction(self, allow_nested: bool = True) -> SafeTransaction:
        """Begins at `async with`; joins the ambient transaction if there is one."""
        return SafeTransaction(engine=self, allow_nested=allow_nested)


_engine: SafeEngine | None = None
_by_role: dict[Role | None, SafeEngine] = {}
"""Pools of roles with a login of their own; other roles use the open database's."""


def bound() -> SafeEngine | None:
    """Return the engine of the open database, if one is open."""
    return _engine


def open_pools() -> dict[str, Any]:
    """Return asyncpg's pools that are open, by role; the one of every other role is `default`."""
    engines = {"default": _engine, **{str(role): each for role, each in _by_role.items()}}
    return {name: each.pool for name, each in engines.items() if each is not None and each.pool is not None}


def engine() -> SafeEngine:
    """Return the engine of the actor's role, else the open database's; raises Unavailable without one."""
    found = _by_role.get(actor().role, _engine)
    if found is None:
        raise Unavailable
    return found


def _plain(url: Secret | str) -> str:
    return url.reveal() if isinstance(url, Secret) else url


async def _rollback_if_open(connection: "Connection[Record]") -> None:
    """Skip the pool's reset: our settings end with their transaction."""
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
    """Open the pool while the block runs; one database per process.

    With a role every statement runs in it, even if the login could do more. `default` is the actor where no
    other is set, also in callbacks and tasks of libraries. `options` are asyncpg's.
    """
    global _engine
    before = _engine
    config = {"dsn": _plain(url), "command_timeout": COMMAND_TIMEOUT_S, **(options or {})}
    fresh = SafeEngine(config=config)
    await fresh.start_connection_pool(min_size=min(2, pool_size), max_size=pool_size, reset=_rollback_if_open)
    _engine = fresh
    try:
        with acting_by_default(default or Actor(role)):
            yield fresh
    finally:
        _engine = before
        await fresh.close_connection_pool()


@contextlib.asynccontextmanager
async def open_pool_of(role: Role, url: Secret | str, *, pool_size: int = 5) -> AsyncIterator[None]:
    """Give this role a pool of its own, signed in as itself, while the block runs.

    It does not join an enclosing transaction of another role: they use different connections.
    """
    engine = SafeEngine(config={"dsn": _plain(url), "command_timeout": COMMAND_TIMEOUT_S})
    await engine.start_connection_pool(min_size=1, max_size=pool_size, reset=_rollback_if_open)
    _by_role[role] = engine
    try:
        yield
    finally:
        del _by_role[role]
        await engine.close_connection_pool()


@contextlib.asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Open or join a transaction. It has one connection: never `gather` queries inside."""
    async with engine().transaction():
        yield


def connection() -> Any:
    """Return the ambient transaction's connection; raises Unavailable outside one."""
    ambient = engine().current_transaction.get()
    if ambient is None:
        raise Unavailable
    return ambient.connection


@contextlib.asynccontextmanager
async def _acquire() -> AsyncIterator[Any]:
    """Yield a connection set to the current actor: the ambient transaction's, else one of its own."""
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
    async with _acquire() as connection:
        return cast(list[Record], await connection.fetch(sql, *args))


async def fetch_one(sql: str, *args: object) -> Record | None:
    """Return the first row, if any."""
    async with _acquire() as connection:
        return cast(Record | None, await connection.fetchrow(sql, *args))


async def execute(sql: str, *args: object) -> int:
    """Run a statement; returns the count of affected rows."""
    async with _acquire() as connection:
        done: str = await connection.execute(sql, *args)
    count = done.rpartition(" ")[2]
    return int(count) if count.isdigit() else 0


async def execute_many(sql: str, rows: "list[tuple[Any, ...]]") -> None:
    """Run one statement for each row of arguments."""
    async with _acquire() as connection:
        await connection.executemany(sql, rows)


def to_json(value: object) -> str:
    """Serialize for a jsonb parameter."""
    return json.dumps(value, ensure_ascii=False, default=str)


def from_json(value: Any) -> Any:
    """Parse asyncpg's text of a jsonb column."""
    return json.loads(value) if isinstance(value, str) else value
