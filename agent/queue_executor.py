"""Runs a job of the queue as its actor, tries it again after any error, and tells the last one."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Protocol

import structlog
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Context, Job

from agent.queue_jobs import actor_of, room_of
from server.meeting.actor import acting_as

Cancellable = Callable[[], AbstractContextManager[None]]
GiveUp = Callable[[Job], Awaitable[None]]
log = structlog.get_logger()


class JobFigures(Protocol):
    """Counts what becomes of jobs, by their entry points."""

    def waited(self, entrypoint: str, seconds: float) -> None:
        """Take note of the time from a job's cause to its first attempt."""
        ...

    def timed(self, entrypoint: str) -> AbstractContextManager[object]:
        """Measure one attempt."""
        ...

    def ended(self, entrypoint: str, outcome: str) -> None:
        """Count an attempt: `done`, `retried`, `failed` or `stopped`."""
        ...


class QueueExecutor(DatabaseRetryEntrypointExecutor):
    """Retries after any error; after the last attempt what waits for the job is told."""

    def __init__(
        self,
        parameters: EntrypointExecutorParameters,
        name: str,
        attempts: int,
        cancellable: Cancellable,
        figures: JobFigures,
        give_up: GiveUp | None = None,
        about: str = "room_id",
    ) -> None:
        """`name` begins the events in the log, in which `about` is what the payload is the id of."""
        super().__init__(parameters, max_attempts=attempts)
        self._retried, self._failed, self._about = f"{name}_retry", f"{name}_failed", about
        self._cancellable, self._figures, self._give_up = cancellable, figures, give_up

    async def execute(self, job: Job, context: Context) -> None:
        """Run the job with the rights to what it is about alone."""
        told, figures = log.bind(**{self._about: str(room_of(job))}), self._figures
        if not job.attempts:
            figures.waited(job.entrypoint, (datetime.now(UTC) - job.created).total_seconds())
        try:
            with self._cancellable(), acting_as(actor_of(job)), figures.timed(job.entrypoint):
                await super().execute(job, context)
            figures.ended(job.entrypoint, "done")
        except asyncio.CancelledError as stopped:
            figures.ended(job.entrypoint, "stopped")
            # pgqueuer would drop a cancelled job
            raise RetryRequested(reason="the worker was stopped") from stopped
        except RetryRequested as retry:
            figures.ended(job.entrypoint, "retried")
            told.warning(self._retried, cause=type(retry.__cause__).__name__)
            raise
        except Exception as error:  # after any error nothing may wait for ever
            figures.ended(job.entrypoint, "failed")
            told.error(self._failed, cause=type(error).__name__)
            if self._give_up is not None:
                with acting_as(actor_of(job)):
                    await self._give_up(job)
            raise
