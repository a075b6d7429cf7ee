"""Run a maintenance command table by table, with a bar that follows PostgreSQL's progress views."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from server.database.terminal_tables import console
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.owner_connection import Connection, connected
from server.progress_board import EACH_STEP, ProgressBar, ProgressBoard

LOOK_S = 0.2
LOCK_TIMEOUT = "30s"
"""A table that is locked for longer is skipped."""


class TableSkipped(Exception):  # noqa: N818  the name is what happened
    """PostgreSQL skipped the table with a warning."""


class TableMaintenance:
    """One command: a connection that runs it and one that polls its progress."""

    def __init__(self, connection: Connection, watcher: Connection, board: ProgressBoard) -> None:
        self.connection = connection
        self.board = board
        self._watcher = watcher
        self._warnings: list[str] = []
        connection.add_log_listener(lambda _, message: self._warnings.append(str(message)))

    async def each(self, names: list[str], work: Callable[[str, ProgressBar], Awaitable[None]]) -> int:
        """Run the command for each name, one line each; returns the count of failures."""
        failed = 0
        for name in names:
            try:
                with self.board.step(name) as bar:
                    await work(name, bar)
            except (*DATABASE_ERRORS, TableSkipped) as error:
                self.board.console.print(f"  ✗ {name}: {str(error).splitlines()[0]}", style="red")
                failed += 1
        return failed

    async def run(self, statement: str, progress: str, bar: ProgressBar) -> None:
        """Run a statement; `progress` selects done and total of backend $1. Raises TableSkipped."""
        self._warnings.clear()
        watching = asyncio.create_task(self._watch(progress, bar))
        try:
            await self.connection.execute(statement)
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
        if self._warnings:
            raise TableSkipped(self._warnings[0])

    async def _watch(self, progress: str, bar: ProgressBar) -> None:
        backend = self.connection.get_server_pid()
        while True:
            row = await self._watcher.fetchrow(progress, backend)
            if row is not None and row["total"]:
                bar.at(float(row["done"]), float(row["total"]))
            await asyncio.sleep(LOOK_S)


@contextlib.asynccontextmanager
async def upkeep(url: str) -> AsyncIterator[TableMaintenance]:
    """Open both connections and show the progress board while the block runs."""
    board = ProgressBoard(console(), line_after_s=EACH_STEP)
    async with connected(url) as connection, connected(url) as watcher:
        await connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        with board.shown():
            yield TableMaintenance(connection, watcher, board)
