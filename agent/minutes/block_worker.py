"""Serves the queue's entry points for blocks of meetings: one at a time, behind everything else."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager

import structlog
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Context, Job
from pgqueuer.qm import QueueManager

from agent.minutes.author import Author
from agent.minutes.block_noting import give_up_block, note_block, note_block_by_model
from agent.queue_jobs import actor_of, block_of, room_of
from server.meeting.actor import acting_as
from server.meeting.change_bus import ChangeBus
from server.meeting.queue import MODEL_BLOCK, NOTE_BLOCK

MAX_CONCURRENT_BLOCKS = 1
ATTEMPTS = 4
"""The end of the meeting tries again what failed."""
Cancellable = Callable[[], AbstractContextManager[None]]
log = structlog.get_logger()


def serve_blocks(
    queue: QueueManager, author: Author, change_bus: ChangeBus, cancellable: Cancellable
) -> None:
    """Register the entry points."""

    async def note(job: Job) -> None:
        await note_block(room_of(job), block_of(job), author, change_bus)

    async def phrase(job: Job) -> None:
        await note_block_by_model(room_of(job), block_of(job), author, change_bus)

    def executor(parameters: EntrypointExecutorParameters) -> BlockExecutor:
        return BlockExecutor(parameters, cancellable)

    for name, work in ((NOTE_BLOCK, note), (MODEL_BLOCK, phrase)):
        queue.entrypoint(name, concurrency_limit=MAX_CONCURRENT_BLOCKS, executor_factory=executor)(work)


class BlockExecutor(DatabaseRetryEntrypointExecutor):
    """Retries after any error; after the last attempt the block has failed."""

    def __init__(self, parameters: EntrypointExecutorParameters, cancellable: Cancellable) -> None:
        super().__init__(parameters, max_attempts=ATTEMPTS)
        self._cancellable = cancellable

    async def execute(self, job: Job, context: Context) -> None:
        """Run the job as the worker of its room."""
        room_id = room_of(job)
        try:
            with self._cancellable(), acting_as(actor_of(job)):
                await super().execute(job, context)
        except asyncio.CancelledError as stopped:
            # pgqueuer would drop a cancelled job
            raise RetryRequested(reason="the worker was stopped") from stopped
        except RetryRequested as retry:
            log.warning("block_retry", room_id=str(room_id), cause=type(retry.__cause__).__name__)
            raise
        except Exception as error:  # after any error the block must leave its waiting state
            log.error("block_failed", room_id=str(room_id), cause=type(error).__name__)
            with acting_as(actor_of(job)):
                await give_up_block(room_id, block_of(job))
            raise
