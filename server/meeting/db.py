"""The door to PostgreSQL: one pool, transactions that never lose a connection, and SQL on the ambient one."""

import asyncio
import contextlib
import io
import json
import os
from collections.abc import AsyncIterator
from typing import Any, cast

import asyncpg
from asyncpg import Record
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from server.config import Secret
from server.errors import Unavailable
from server.meeting import tables

COMMAND_TIMEOUT_S = 30.0
MIGRATION_LOCK = 0x7061726C  # "parl": whoever holds it may change the schema
MIGRATION_TIMEOUT_S = 300.0


class SafeTransaction(PostgresTransaction):
    """Piccolo's transaction without its leaks: whatever fails, the connection goes back and the context ends.

    Piccolo 1.38 keeps both when BEGIN, COMMIT or ROLLBACK raises or is cancelled. A nested transaction
    joins the one around it.
    """

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()  # type: ignore[no-untyped-call]  # Piccolo
        try:
            self.transaction = self.connection.transaction()
            await self.begin()  # type: ignore[no-untyped-call]  # Piccolo
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def _give_back(self) -> None:
        if self.engine.pool:
            await asyncio.shield(self.engine.pool.release(self.connection))
        else:
            await self.connection.close()

    async def __aexit__(self, exception_type: object, exception: object, traceback: object) -> bool:
        if self._parent is not None:
            return False
        try:
            if exception is not None:
                if not self._rolled_back:
                    await self.rollback()  # type: ignore[no-untyped-call]  # Piccolo
            elif not self._committed and not self._rolled_back:
                await self.commit()  # type: ignore[no-untyped-call]  # Piccolo
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


def bound() -> SafeEngine | None:
    """Give the engine of the open database, if one is open."""
    return _engine


def engine() -> SafeEngine:
    """Give the engine `open_database` bound; raises Unavailable before that."""
    if _engine is None:
        raise Unavailable
    return _engine


def _plain(url: Secret | str) -> str:
    return url.reveal() if isinstance(url, Secret) else url


@contextlib.asynccontextmanager
async def open_database(url: Secret | str, *, pool_size: int = 10) -> AsyncIterator[SafeEngine]:
    """Open the pool and bind the tables to it for as long as the block runs; one database a process."""
    global _engine
    before = _engine
    fresh = SafeEngine(config={"dsn": _plain(url), "command_timeout": COMMAND_TIMEOUT_S})
    await fresh.start_connection_pool(min_size=min(2, pool_size), max_size=pool_size)
    _engine = fresh
    tables.bind(fresh)
    try:
        yield fresh
    finally:
        _engine = before
        if before is not None:
            tables.bind(before)
        await fresh.close_connection_pool()


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


def _runner() -> Any:
    bound = engine()
    ambient = bound.current_transaction.get()
    return ambient.connection if ambient else bound.pool


async def fetch(sql: str, *args: object) -> list[Record]:
    """Run one statement with `$1` arguments on the ambient transaction, else on a pooled connection."""
    return cast(list[Record], await _runner().fetch(sql, *args))


async def fetch_one(sql: str, *args: object) -> Record | None:
    """Give the first row, if there is one."""
    return cast(Record | None, await _runner().fetchrow(sql, *args))


async def execute(sql: str, *args: object) -> int:
    """Run a statement and say how many rows it touched."""
    done: str = await _runner().execute(sql, *args)
    count = done.rpartition(" ")[2]
    return int(count) if count.isdigit() else 0


async def execute_many(sql: str, rows: "list[tuple[Any, ...]]") -> None:
    """Run one statement for each row of arguments."""
    await _runner().executemany(sql, rows)


def to_json(value: object) -> str:
    """Write what a jsonb parameter takes."""
    return json.dumps(value, ensure_ascii=False, default=str)


def from_json(value: Any) -> Any:
    """Read what asyncpg gives for a jsonb column."""
    return json.loads(value) if isinstance(value, str) else value


async def migrate(url: Secret | str) -> None:
    """Bring the schema up to date; processes that start together take turns."""
    lock = await asyncpg.connect(_plain(url))
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK, timeout=MIGRATION_TIMEOUT_S)
        os.environ["PICCOLO_CONF"] = "migrations.piccolo_conf"
        async with open_database(url, pool_size=2):
            with contextlib.redirect_stdout(io.StringIO()):  # Piccolo reports to the terminal by print
                done = await run_forwards("parley")
        if not done.success:
            raise RuntimeError(f"the schema was not migrated: {done.message}")
    finally:
        await lock.close()
