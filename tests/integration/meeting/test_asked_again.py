"""What is asked for while the same job runs is done after it, once; no job runs twice at the same time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job
from pgqueuer.ports.repository import EntrypointExecutionParameter
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries
from pgqueuer.types import QueueEntrypoint, QueueManagerId

from server.meeting import queue
from server.meeting.actor import WORKER, Actor, acting_as
from server.meeting.db import fetch, transaction
from server.meeting.queue import (
    MIX,
    MODEL_BLOCK,
    REWRITE_MINUTES,
    enqueue_block,
    enqueue_mix,
    enqueue_model_block,
    enqueue_rewriting,
)
from server.meeting.rooms import Room

PATIENCE_S = 20.0
STALE = timedelta(seconds=0.5)
Ask = Callable[[UUID], Coroutine[Any, Any, None]]
KINDS: list[Ask] = [
    kind
    for name, kind in vars(queue).items()
    if name.startswith("enqueue_") and name not in ("enqueue_block", "enqueue_model_block")
] + [partial(enqueue_block, number=3), partial(enqueue_model_block, number=3)]


def named(kind: Ask) -> str:
    """The same name in every process."""
    return str(getattr(kind.func if isinstance(kind, partial) else kind, "__name__", kind))


@dataclass
class Work:
    """A job that waits until it is told to go on, and fails as often as it is told to."""

    failures: int = 0
    begun: list[Job] = field(default_factory=list)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0

    async def run(self, job: Job) -> None:
        """Wait, then end or fail."""
        self.begun.append(job)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.goes_on.wait()
            if self.failures:
                self.failures -= 1
                raise OSError
        finally:
            self.at_once -= 1


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for it."""
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110  a worker's progress
            await asyncio.sleep(0.02)


async def until_empty() -> None:
    """Wait until no job waits or runs."""
    async with asyncio.timeout(PATIENCE_S):
        while await fetch("SELECT FROM pgqueuer"):  # noqa: ASYNC110  a worker's progress
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def serving(database: str, work: Work, *entrypoints: str) -> AsyncIterator[None]:
    """Run a worker of the queue, which takes over what another left after STALE."""
    connection = await asyncpg.connect(database)
    manager = QueueManager(Queries(AsyncpgDriver(connection)))
    executor = partial(DatabaseRetryEntrypointExecutor, initial_delay=timedelta(seconds=0.05))
    for name in entrypoints:
        manager.entrypoint(name, executor_factory=executor)(work.run)
    running = asyncio.create_task(
        manager.run(dequeue_timeout=timedelta(seconds=0.1), heartbeat_timeout=STALE)
    )
    try:
        yield
    finally:
        work.goes_on.set()
        manager.shutdown.set()
        await running
        await connection.close()


@contextlib.asynccontextmanager
async def picking(database: str, *entrypoints: str) -> AsyncIterator[Callable[[], Awaitable[list[Job]]]]:
    """Take jobs as a worker does that is killed afterwards: without a heartbeat."""
    connection = await asyncpg.connect(database)
    queries, me = Queries(AsyncpgDriver(connection)), QueueManagerId(uuid4())
    wanted = {QueueEntrypoint(name): EntrypointExecutionParameter(0) for name in entrypoints}

    async def pick() -> list[Job]:
        return await queries.dequeue(10, wanted, me, None, timedelta(hours=1))

    try:
        yield pick
    finally:
        await connection.close()


@pytest.mark.parametrize("kind", KINDS, ids=named)
async def test_once_more(kind: Ask, atrium: Room, database: str) -> None:
    """Of every kind: asked for thrice while it runs, it runs once more, after that run."""
    work = Work()
    with acting_as(Actor(WORKER, service="minutes", room_id=atrium.id)):
        await kind(atrium.id)
        (row,) = await fetch("SELECT entrypoint FROM pgqueuer")
        async with serving(database, work, row["entrypoint"]):
            await until(lambda: len(work.begun) == 1)
            await asyncio.gather(*(kind(atrium.id) for _ in range(3)))
            work.goes_on.set()
            await until_empty()
    first, second = work.begun
    assert (first.payload, first.headers, first.priority) == (second.payload, second.headers, second.priority)
    assert work.most_at_once == 1


async def test_tried_again(atrium: Room, database: str) -> None:
    """The next try of a job that failed reads what was asked for meanwhile; nothing follows that."""
    work = Work(failures=1)
    await enqueue_rewriting(atrium.id)
    async with serving(database, work, REWRITE_MINUTES):
        await until(lambda: len(work.begun) == 1)
        await enqueue_rewriting(atrium.id)
        work.goes_on.set()
        await until_empty()
    assert [each.attempts for each in work.begun] == [0, 1]


async def test_failed_for_good(atrium: Room, database: str) -> None:
    """What was asked for during the last try is tried from the start."""
    work = Work(failures=1)
    await enqueue_rewriting(atrium.id)
    await fetch("UPDATE pgqueuer SET attempts = 100")
    async with serving(database, work, REWRITE_MINUTES):
        await until(lambda: len(work.begun) == 1)
        await enqueue_rewriting(atrium.id)
        work.goes_on.set()
        await until_empty()
    assert [each.attempts for each in work.begun] == [100, 0]


async def test_killed_worker(atrium: Room, database: str) -> None:
    """Who takes over the job of a killed worker does what was asked for since; nothing follows that."""
    await enqueue_rewriting(atrium.id)
    async with picking(database, REWRITE_MINUTES) as pick:
        assert len(await pick()) == 1
    await enqueue_rewriting(atrium.id)
    work = Work()
    work.goes_on.set()
    async with serving(database, work, REWRITE_MINUTES):
        await until_empty()
    assert len(work.begun) == 1


async def test_waits_for_its_cause(atrium: Room, database: str) -> None:
    """A waiting job is not begun while somebody else's request for it is not yet committed."""
    await enqueue_rewriting(atrium.id)
    async with picking(database, REWRITE_MINUTES) as pick:
        async with transaction():
            await enqueue_rewriting(atrium.id)
            assert await pick() == []
        assert len(await pick()) == 1


async def test_rolled_back(atrium: Room, database: str) -> None:
    """A request during the run that is rolled back leaves nothing to do."""
    work = Work()
    await enqueue_rewriting(atrium.id)
    async with serving(database, work, REWRITE_MINUTES):
        await until(lambda: len(work.begun) == 1)
        with contextlib.suppress(RuntimeError):
            async with transaction():
                await enqueue_rewriting(atrium.id)
                raise RuntimeError
        work.goes_on.set()
        await until_empty()
    assert len(work.begun) == 1


async def test_ends_while_asked(atrium: Room, database: str) -> None:
    """A job that ends before the request is committed runs again after it."""
    work = Work()
    await enqueue_rewriting(atrium.id)
    async with serving(database, work, REWRITE_MINUTES):
        await until(lambda: len(work.begun) == 1)
        async with transaction():
            await enqueue_rewriting(atrium.id)
            work.goes_on.set()
            await until(lambda: work.at_once == 0)
            assert len(work.begun) == 1
        await until_empty()
    assert len(work.begun) == 2


async def test_looked_after(atrium: Room, database: str) -> None:
    """Who only makes sure that there is a job asks for no second run."""
    work = Work()
    await enqueue_mix(atrium.id, only_missing=True)
    with acting_as(Actor(WORKER, service="minutes", room_id=atrium.id)):
        await enqueue_model_block(atrium.id, 1, only_missing=True)
        async with serving(database, work, MIX, MODEL_BLOCK):
            await until(lambda: len(work.begun) == 2)
            await enqueue_mix(atrium.id, only_missing=True)
            await enqueue_model_block(atrium.id, 1, only_missing=True)
            work.goes_on.set()
            await until_empty()
    assert len(work.begun) == 2
