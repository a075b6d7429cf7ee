"""Serves the queue's entry point for passages: one meeting at a time, behind everything else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial

from pgqueuer.models import Job
from pgqueuer.qm import QueueManager

from agent.minutes.passage_indexing import Embeddings, index_older, index_passages
from agent.queue_executor import Cancellable, JobFigures, QueueExecutor
from agent.queue_jobs import room_of
from server.meeting.queue import PASSAGES

MAX_CONCURRENT_ROOMS = 1
ATTEMPTS = 5
"""After the last one the meeting is taken up again as an older one."""


@contextlib.asynccontextmanager
async def serving_passages(
    queue: QueueManager, embeddings: Embeddings | None, cancellable: Cancellable, figures: JobFigures
) -> AsyncIterator[None]:
    """Register the entry point, and take up older meetings while the block runs; without a door, nothing."""
    if embeddings is None:
        yield
        return

    async def index(job: Job) -> None:
        await index_passages(room_of(job), embeddings)

    executor = partial(
        QueueExecutor, name="passages", attempts=ATTEMPTS, cancellable=cancellable, figures=figures
    )

    queue.entrypoint(PASSAGES, concurrency_limit=MAX_CONCURRENT_ROOMS, executor_factory=executor)(index)
    older = asyncio.create_task(index_older(embeddings), name="older meetings")
    try:
        yield
    finally:
        older.cancel()
        await asyncio.wait({older})
