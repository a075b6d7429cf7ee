"""Stopping a worker of the queue."""

import asyncio

import pytest
from pgqueuer.queries import Queries

from server.config import Secret
from server.meeting.owner_connection import Connection
from server.meeting.queue_worker import QueueWorker


class Idle(QueueWorker):
    """A worker whose tasks the test begins."""

    name = "idle"

    async def _serve(self, queries: Queries, connection: Connection) -> None:
        raise NotImplementedError


@pytest.fixture
def worker() -> Idle:
    """No database is opened."""

    def no_database() -> asyncio.Timeout:
        raise NotImplementedError

    return Idle(Secret(""), no_database)


@pytest.mark.parametrize("begun_before", [True, False])
async def test_cancelled(worker: Idle, *, begun_before: bool) -> None:
    """A job is cancelled, also one taken from the queue before and begun after: nobody would end it later."""

    async def job() -> None:
        with worker.cancellable():
            await asyncio.Event().wait()

    task = asyncio.create_task(job())
    if begun_before:
        await asyncio.sleep(0)
    worker.stop()
    worker.cancel_running()
    await asyncio.wait([task], timeout=5)
    assert task.cancelled()
