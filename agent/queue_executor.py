"""Runs a job of the queue as its actor, tries it again after any error, and tells the last one."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager

import structlog
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Context, Job

from agent.queue_jobs import actor_of, room_of
from server.meeting.actor import acting_as

Cancellable = Callable[[], AbstractContextManager[None]]
GiveUp = Callable[[Job], Awaitable[None]]
log = structlog.get_logger()


class QueueExecutor(DatabaseRetryEntrypointExecutor):
    """Retries after any error; after the last attempt what waits for the job is told."""

    def __init__(
        self,
        parameters: EntrypointExecutorParameters,
        name: str,
        attempts: int,
        cancellable: Cancellable,
        give_up: GiveUp | None = None,
        about: str = "room_id",
    ) -> None:
        """`name` begins the events in the log, in which `about` is what the payload is the id of."""
        super().__init__(parameters, max_attempts=attempts)
        self._retried, self._failed, self._about = f"{name}_retry", f"{name}_failed", about
        self._cancellable, self._give_up = cancellable, give_up

    async def execute(self, job: Job, context: Context) -> None:
        """Run the job with the rights to what it is about alone."""
        told = log.bind(**{self._about: str(room_of(job))})
        try:
            with self._cancellable(), acting_as(actor_of(job)):
                await super().execute(job, context)
        except asyncio.CancelledError as stopped:
            # pgqueuer would drop a cancelled job
            raise RetryRequested(reason="the worker was stopped") from stopped
        except RetryRequested as retry:
            told.warning(self._retried, cause=type(retry.__cause__).__name__)
            raise
        except Exception as error:  # after any error nothing may wait for ever
            told.error(self._failed, cause=type(error).__name__)
            if self._give_up is not None:
                with acting_as(actor_of(job)):
                    await self._give_up(job)
            raise
