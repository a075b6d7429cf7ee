"""Load a year by several processes in parallel, then restore the tables' indexes and rules."""

import asyncio
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Protocol

import asyncpg

from server.meeting.sealing.key_proofs import prove_over
from server.meeting.sealing.process_keys import process_keyring, set_process_keyring
from server.operator_error import OperatorError
from server.seed.bulk_load import give_back, left_to_give_back, strip
from server.seed.people import person_id
from server.seed.rows import COLUMNS
from server.seed.scale import Year
from server.seed.year import Chunk, chunks, rows_of

LOADS = """
CREATE TABLE IF NOT EXISTS seeding.loads (seed int NOT NULL, people int NOT NULL)
"""
FIX = "createdb parley_seeded (and name it in OWNER_DATABASE_URL)"
INDEX_MEMORY = "1GB"
SECONDS = None
"""No statement timeout."""


class NotSeededError(OperatorError):
    """The database holds real people."""

    def __init__(self) -> None:
        super().__init__("there are people in this database, and a seeded year takes their place", FIX)


class ProgressSteps(Protocol):
    """Shows progress."""

    def step(self, name: str, total: float | None = None) -> AbstractContextManager[Any]:
        """Show a bar with `advance(by)` while the block runs."""


async def load(url: str, year: Year, board: ProgressSteps, *, processes: int | None = None) -> None:
    """Replace a formerly seeded year; raises NotSeededError when the database holds real people."""
    connection: Any = await asyncpg.connect(url, command_timeout=SECONDS)
    try:
        await prove_over(connection)
        await _make_room(connection, year)
        await strip(connection, list(COLUMNS))
        with board.step("people and meetings", year.scale.segments) as bar:
            await _write(url, year, processes or os.cpu_count() or 2, bar.advance)
        await connection.execute(f"SET maintenance_work_mem = '{INDEX_MEMORY}'")
        missing = [words for _, _, words in await left_to_give_back(connection) if words]
        with board.step("indexes and keys", len(missing)) as bar:
            await give_back(connection, lambda words: bar.advance(1 if words else 0))
        with board.step("vacuum and statistics", len(COLUMNS)) as bar:
            for table in COLUMNS:
                await connection.execute(f"VACUUM (ANALYZE, FREEZE) {table}")
                bar.advance(1)
    finally:
        await connection.close()


async def _make_room(connection: Any, year: Year) -> None:
    """Repair a killed load, check that nobody real is here, and empty the tables."""
    await _see_that_all_are_seeded(connection)
    await connection.execute(f"TRUNCATE {', '.join(COLUMNS)} CASCADE")
    await give_back(connection)
    await connection.execute("CREATE SCHEMA IF NOT EXISTS seeding")
    await connection.execute(LOADS)
    await connection.execute("DELETE FROM seeding.loads")
    await connection.execute("INSERT INTO seeding.loads VALUES ($1, $2)", year.seed, year.scale.people)


async def _see_that_all_are_seeded(connection: Any) -> None:
    here = {str(row["id"]) for row in await connection.fetch("SELECT id FROM users")}
    if not here:
        return
    if await connection.fetchval("SELECT to_regclass('seeding.loads') IS NULL"):
        raise NotSeededError
    for last in await connection.fetch("SELECT seed, people FROM seeding.loads"):
        here -= {person_id(last["seed"], number) for number in range(last["people"])}
    if here:
        raise NotSeededError


async def _write(url: str, year: Year, processes: int, done: Callable[[float], None]) -> None:
    """Distribute the chunks over processes; progress counts segments."""
    waiting = list(chunks(year))
    spawned = multiprocessing.get_context("spawn")
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(processes, spawned, set_process_keyring, (process_keyring(),)) as pool:
        for written in asyncio.as_completed(
            [loop.run_in_executor(pool, _write_chunk, url, year, chunk) for chunk in waiting]
        ):
            done(await written)


def _write_chunk(url: str, year: Year, chunk: Chunk) -> int:
    """Generate and COPY a chunk's rows, in a process of its own; returns its count of segments."""
    rows, segments = rows_of(year, chunk)

    async def send() -> None:
        connection: Any = await asyncpg.connect(url, command_timeout=SECONDS)
        try:
            await rows.send(connection)
        finally:
            await connection.close()

    asyncio.run(send())
    return segments
