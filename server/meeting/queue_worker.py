"""A worker of the queue (pgqueuer): it reconnects when the database is lost, and stops in two steps."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager

import asyncpg
import structlog
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import FailingListenerError
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries
from pgqueuer.sm import SchedulerManager

from server.config import Secret
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.owner_connection import Connection

Database = Callable[[], AbstractAsyncContextManager[object]]
Manager = QueueManager | SchedulerManager
log = structlog.get_logger()

RECONNECT_S = 1.0
COMMAND_S = 30.0
MIGRATED = "SELECT to_regclass('public.maintenance_runs') IS NOT NULL"


class NotMigrated(Exception):  # noqa: N818  the name is what is so
    """The tables do not exist yet; `parley migrate` creates them."""


class QueueWorker(ABC):
    """Runs one of pgqueuer's managers until stopped, on a connection of its own.

    pgqueuer's pool driver never releases a lost connection. `ready` is set while the manager runs.
    """

    name: str
    """Part of the connection's `application_name`, and in the log."""

    def __init__(self, url: Secret, database: Database) -> None:
        """`database` returns a context manager that opens the database; entered again after each failure."""
        self._url = url
        self._database = database
        self._manager: Manager | None = None
        self._running: set[asyncio.Task[object]] = set()
        self._is_cancelled = False
        self._stopping = asyncio.Event()
        self.ready = asyncio.Event()

    @abstractmethod
    async def _serve(self, queries: Queries, connection: Connection) -> None:
        """Register what is to be run with one of pgqueuer's managers, then call `_run_manager`."""

    async def run(self) -> None:
        """Work until stopped; waits while the database is unavailable or not migrated."""
        while not self._stopping.is_set():
            try:
                async with self._database():
                    await self._work()
            except (*DATABASE_ERRORS, FailingListenerError, NotMigrated) as error:
                log.warning("queue_disconnected", worker=self.name, error=type(error).__name__)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), RECONNECT_S)
            finally:
                self.ready.clear()

    def stop(self) -> None:
        """Begin nothing more; `run` returns when what is running has ended."""
        self._stopping.set()
        if self._manager is not None:
            self._manager.shutdown.set()

    def cancel_running(self) -> None:
        """Cancel what is running, or taken from the queue already; another process begins it again."""
        self._is_cancelled = True
        for task in self._running:
            task.cancel()

    @contextlib.contextmanager
    def cancellable(self) -> Iterator[None]:
        """Let `cancel_running` cancel the current task while the block runs; raises if it already has."""
        if self._is_cancelled:
            raise asyncio.CancelledError
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  only tasks run jobs
        self._running.add(task)
        try:
            yield
        finally:
            self._running.discard(task)

    async def _work(self) -> None:
        connection = await asyncpg.connect(
            self._url.reveal(),
            command_timeout=COMMAND_S,
            server_settings={"application_name": f"parley-{self.name}"},
        )
        try:
            if not await connection.fetchval(MIGRATED):
                raise NotMigrated
            await self._serve(Queries(AsyncpgDriver(connection)), connection)
        finally:
            connection.terminate()

    async def _run_manager(self, manager: Manager, run: Callable[[], Awaitable[None]]) -> None:
        self._manager = manager
        if not self._stopping.is_set():
            self.ready.set()
            await run()
