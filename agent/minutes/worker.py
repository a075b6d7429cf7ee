"""The minutes worker: processes the queue's jobs until stopped."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from uuid import UUID

import asyncpg
import structlog
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import FailingListenerError, RetryRequested
from pgqueuer.models import Context, Job
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries

from agent.minutes.writing import Author, draft_minutes, phrase_minutes
from server.config import Secret
from server.meeting.actor import WORKER, Actor, acting_as
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.db import open_database
from server.meeting.minutes import Minutes, finish_draft, save_minutes
from server.meeting.queue import MINUTES, MODEL_MINUTES, REQUEST

Database = Callable[[], AbstractAsyncContextManager[object]]
log = structlog.get_logger()

MAX_CONCURRENT_DRAFTS = 32
"""Most drafts only wait for a transcriber to release its lease."""
MAX_CONCURRENT_MODEL_JOBS = 1
"""One model serves one machine: two meetings at once would each take twice as long."""
ATTEMPTS = 8
"""With backoff doubling from 1 s this covers about four minutes of an unavailable database."""
POLL_S = 5.0
"""Poll interval, in case a notification is lost."""
HEARTBEAT_S = 15.0
"""A job whose worker sent no heartbeat for this long is taken over by another."""
RECONNECT_S = 1.0
COMMAND_S = 30.0
APPLICATION = "parley-minutes"
"""`application_name` of the queue's connection."""
FAILED = "The minutes could not be saved. The transcript is complete."
NOT_PHRASED = "The language model's version could not be saved: these minutes are in people's own words."


class RunningJobs:
    """The running jobs' tasks, so that they can be returned to the queue."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    @contextlib.contextmanager
    def registered(self) -> Iterator[None]:
        """Register the current task as a job while the block runs."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  only tasks run jobs
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

    def return_jobs(self) -> None:
        """Cancel all jobs; each returns to the queue."""
        for task in self._tasks:
            task.cancel()


class MinutesWorker:
    """Writes the minutes of the rooms in the queue."""

    def __init__(
        self, author: Author, change_bus: ChangeBus, url: Secret, database: Database | None = None
    ) -> None:
        """`database` returns a context manager that opens the database; entered again after each failure."""
        self._url = url
        self._database = database or (lambda: open_database(url, role=WORKER))
        self._author = author
        self._change_bus = change_bus
        self._queue: QueueManager | None = None
        self._jobs = RunningJobs()
        self._stopping = asyncio.Event()
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Process jobs until stopped; reconnects when the database is lost."""
        while not self._stopping.is_set():
            try:
                async with self._database():
                    await self._work()
            except (*DATABASE_ERRORS, FailingListenerError) as error:
                log.warning("minutes_queue_disconnected", error=type(error).__name__)
                await self._pause()
            finally:
                self.ready.clear()

    def return_jobs(self) -> None:
        """Return unfinished jobs to the queue."""
        self._jobs.return_jobs()

    def stop(self) -> None:
        """Take no more jobs; `run` returns when the running ones are finished or returned."""
        self._stopping.set()
        if self._queue is not None:
            self._queue.shutdown.set()

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), RECONNECT_S)

    async def _work(self) -> None:
        """Serve the queue on its own connection, because pgqueuer's pool driver never releases a lost one."""
        connection = await asyncpg.connect(
            self._url.reveal(), command_timeout=COMMAND_S, server_settings={"application_name": APPLICATION}
        )
        try:
            await self._serve(QueueManager(Queries(AsyncpgDriver(connection))))
        finally:
            connection.terminate()

    async def _serve(self, queue: QueueManager) -> None:
        async def draft(job: Job) -> None:
            await draft_minutes(room_of(job), self._author, self._change_bus)

        async def phrase(job: Job) -> None:
            await phrase_minutes(room_of(job), self._author, self._change_bus)

        def executor(parameters: EntrypointExecutorParameters) -> RetryingExecutor:
            return RetryingExecutor(parameters, self._change_bus, self._jobs)

        queue.entrypoint(MINUTES, concurrency_limit=MAX_CONCURRENT_DRAFTS, executor_factory=executor)(draft)
        queue.entrypoint(
            MODEL_MINUTES, concurrency_limit=MAX_CONCURRENT_MODEL_JOBS, executor_factory=executor
        )(phrase)
        await queue.verify_structure()
        self._queue = queue
        if self._stopping.is_set():
            return
        self.ready.set()
        await queue.run(
            dequeue_timeout=timedelta(seconds=POLL_S),
            heartbeat_timeout=timedelta(seconds=HEARTBEAT_S),
            batch_size=1,
            shutdown_on_listener_failure=True,
        )


class RetryingExecutor(DatabaseRetryEntrypointExecutor):
    """Retries a job after any error; after the last attempt stores the failure in the minutes."""

    def __init__(
        self, parameters: EntrypointExecutorParameters, change_bus: ChangeBus, jobs: RunningJobs
    ) -> None:
        super().__init__(parameters, max_attempts=ATTEMPTS)
        self._change_bus = change_bus
        self._jobs = jobs

    async def execute(self, job: Job, context: Context) -> None:
        """Run the job; the final failure is stored as the state of the minutes."""
        try:
            with self._jobs.registered(), acting_as(actor_of(job)):
                await super().execute(job, context)
        except asyncio.CancelledError as stopped:
            # pgqueuer would drop a cancelled job
            raise RetryRequested(reason="the worker was stopped") from stopped
        except RetryRequested as retry:
            log.warning("minutes_retry", room_id=str(room_of(job)), cause=type(retry.__cause__).__name__)
            raise
        except Exception as error:  # after any error the minutes must leave their waiting state
            log.error("minutes_failed", room_id=str(room_of(job)), cause=type(error).__name__)
            with acting_as(actor_of(job)):
                await self._give_up(job)
            raise

    async def _give_up(self, job: Job) -> None:
        """Store the failure; drafted minutes are kept if only the model's version failed."""
        room_id = room_of(job)
        if job.entrypoint == MODEL_MINUTES:
            await finish_draft(room_id, NOT_PHRASED)
        else:
            await save_minutes(room_id, Minutes(state="failed", note=FAILED))
        await self._change_bus.publish(ChangeEvent("minutes", room_id))


def actor_of(job: Job) -> Actor:
    """The actor of a job: limited to its room, with the id of the request that caused it."""
    asked = str((job.headers or {}).get(REQUEST, ""))
    return Actor(WORKER, service="minutes", room_id=room_of(job), request_id=asked)


def room_of(job: Job) -> UUID:
    """The room of a job."""
    return UUID((job.payload or b"").decode())
