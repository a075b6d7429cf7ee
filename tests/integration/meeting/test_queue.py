"""Jobs are queued with their cause: together or not at all."""

import asyncio
import contextlib

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job

from server.meeting.db import fetch, transaction
from server.meeting.queue import MINUTES, enqueue_minutes
from server.meeting.rooms import Room

RUN_S = 20.0


async def payloads() -> list[str]:
    """What waits."""
    rows = await fetch("SELECT payload FROM pgqueuer WHERE entrypoint = $1 AND status = 'queued'", MINUTES)
    return [row["payload"].decode() for row in rows]


async def test_queued_once(atrium: Room) -> None:
    """Asked for five times at once, the minutes of a room wait once."""
    await asyncio.gather(*(enqueue_minutes(atrium.id) for _ in range(5)))
    assert await payloads() == [str(atrium.id)]


async def test_rolled_back_with_its_cause(atrium: Room) -> None:
    """When the transaction around it fails, nothing is queued."""
    with contextlib.suppress(RuntimeError):
        async with transaction():
            await enqueue_minutes(atrium.id)
            raise RuntimeError
    assert await payloads() == []


async def test_worker_gets_it(atrium: Room, database: str) -> None:
    """A pgqueuer worker on our migrated tables takes the job and is given the room's id."""
    await enqueue_minutes(atrium.id)
    connection = await asyncpg.connect(database)
    worker = PgQueuer(AsyncpgDriver(connection))
    taken: list[bytes | None] = []

    @worker.entrypoint(MINUTES)
    async def write(job: Job) -> None:
        taken.append(job.payload)
        worker.shutdown.set()

    async with asyncio.timeout(RUN_S):
        await worker.run()
    await connection.close()
    assert taken == [str(atrium.id).encode()]
