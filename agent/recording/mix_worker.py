"""Serves the queue's entry point for recordings: one at a time, tried again with growing pauses."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager

import structlog
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Context, Job
from pgqueuer.qm import QueueManager

from agent.queue_jobs import actor_of, room_of
from agent.recording.mix_job import give_up, mix_recording
from server.meeting.actor import acting_as
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.queue import MIX
from server.recording_files import RecordingFiles

MAX_CONCURRENT_MIXES = 1
ATTEMPTS = 4
"""A disk that stays full, or a bucket that stays away, is tried again by the sweep."""
log = structlog.get_logger()
Cancellable = Callable[[], AbstractContextManager[None]]


def serve_mixing(
    queue: QueueManager, files: RecordingFiles, change_bus: ChangeBus, cancellable: Cancellable
) -> None:
    """Register the entry point."""

    async def mix(job: Job) -> None:
        await mix_recording(room_of(job), files, change_bus)

    def executor(parameters: EntrypointExecutorParameters) -> MixExecutor:
        return MixExecutor(parameters, change_bus, cancellable)

    queue.entrypoint(MIX, concurrency_limit=MAX_CONCURRENT_MIXES, executor_factory=executor)(mix)


class MixExecutor(DatabaseRetryEntrypointExecutor):
    """Retries after any error; after the last attempt the recording has failed."""

    def __init__(
        self, parameters: EntrypointExecutorParameters, change_bus: ChangeBus, cancellable: Cancellable
    ) -> None:
        super().__init__(parameters, max_attempts=ATTEMPTS)
        self._change_bus = change_bus
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
            log.warning("mix_retry", room_id=str(room_id), cause=type(retry.__cause__).__name__)
            raise
        except Exception as error:  # after any error the recording must leave its waiting state
            log.error("mix_failed", room_id=str(room_id), cause=type(error).__name__)
            with acting_as(actor_of(job)):
                await give_up(room_id)
            await self._change_bus.publish(ChangeEvent("recording", room_id))
            raise
