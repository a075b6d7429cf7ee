"""Serves the queue's entry point for passages: one meeting at a time, behind everything else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager

import structlog
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Context, Job
from pgqueuer.qm import QueueManager

from agent.minutes.passage_indexing import Embeddings, index_older, index_passages
from agent.queue_jobs import actor_of, room_of
from server.meeting.actor import acting_as
from server.meeting.queue import PASSAGES

MAX_CONCURRENT_ROOMS = 1
ATTEMPTS = 5
"""After the last one the meeting is taken up again as an older one."""
Cancellable = Callable[[], AbstractContextManager[None]]
log = structlog.get_logger()


@contextlib.asynccontextmanager
async def serving_passages(
    queue: QueueManager, embeddings: Embeddings | None, cancellable: Cancellable
) -> AsyncIterator[None]:
    """Register the entry point, and take up older meetings while the block runs; without a door, nothing."""
    if embeddings is None:
        yield
        return

    async def index(job: Job) -> None:
        await index_passages(room_of(job), embeddings)

    def executor(parameters: EntrypointExecutorParameters) -> PassageExecutor:
        return PassageExecutor(parameters, cancellable)

    queue.entrypoint(PASSAGES, concurrency_limit=MAX_CONCURRENT_ROOMS, executor_factory=executor)(index)
    older = asyncio.create_task(index_older(embeddings), name="older meetings")
    try:
        yield
    finally:
        older.cancel()
        await asyncio.wait({older})


class PassageExecutor(DatabaseRetryEntrypointExecutor):
    """Retries after any error."""

    def __init__(self, parameters: EntrypointExecutorParameters, cancellable: Cancellable) -> None:
        super().__init__(parameters, max_attempts=ATTEMPTS)
        self._cancellable = cancellable

    async def execute(self, job: Job, context: Context) -> None:
        """Run the job as the worker of its room."""
        try:
            with self._cancellable(), acting_as(actor_of(job)):
                await super().execute(job, context)
        except asyncio.CancelledError as stopped:
            # pgqueuer would drop a cancelled job
            raise RetryRequested(reason="the worker was stopped") from stopped
        except RetryRequested as retry:
            log.warning("passages_retry", room_id=str(room_of(job)), cause=type(retry.__cause__).__name__)
            raise
        except Exception as error:  # told, and tried again with the older meetings
            log.error("passages_failed", room_id=str(room_of(job)), cause=type(error).__name__)
            raise
