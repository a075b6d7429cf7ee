"""The minutes process: takes rooms off the queue for as long as it runs."""

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

DRAFTED_AT_ONCE = 32
"""Most of them only wait for a transcriber's last words."""
PHRASED_AT_ONCE = 1
"""A model has one machine: two meetings at once would each take twice as long."""
ATTEMPTS = 8
"""With doubled pauses from one second on: the database may be away for some four minutes."""
POLL_S = 5.0
"""The queue is looked at so often even if its notification was lost."""
HEARTBEAT_S = 15.0
"""A job whose worker has not been heard of for so long is taken by another."""
RECONNECT_S = 1.0
COMMAND_S = 30.0
APPLICATION = "parley-minutes"
"""What PostgreSQL calls the connection that waits for work."""
FAILED = "The minutes could not be saved. The transcript is complete."
NOT_PHRASED = "The language model's version could not be saved: these minutes are in people's own words."


class RunningJobs:
    """What is being worked at, so that it can be given back."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """The running task is a job for as long as the block runs."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  only tasks run jobs
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

    def give_back(self) -> None:
        """Stop them all; each goes back to the queue."""
        for task in self._tasks:
            task.cancel()


class MinutesWorker:
    """Writes the minutes of each room that the queue names."""

    def __init__(
        self, author: Author, rings: ChangeBus, url: Secret, database: Database | None = None
    ) -> None:
        """Open nothing yet; `database` opens what the rest of the work uses, each time it is entered."""
        self._url = url
        self._database = database or (lambda: open_database(url, role=WORKER))
        self._author = author
        self._rings = rings
        self._queue: QueueManager | None = None
        self._jobs = RunningJobs()
        self._stopping = asyncio.Event()
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Work until stopped; a lost database is waited for."""
        while not self._stopping.is_set():
            try:
                async with self._database():
                    await self._work()
            except (*DATABASE_ERRORS, FailingListenerError) as error:
                log.warning("minutes_queue_lost", error=type(error).__name__)
                await self._pause()
            finally:
                self.ready.clear()

    def give_back(self) -> None:
        """Leave what is not finished to the next worker."""
        self._jobs.give_back()

    def stop(self) -> None:
        """Take no more work, and return from `run` when what is begun is finished or given back."""
        self._stopping.set()
        if self._queue is not None:
            self._queue.shutdown.set()

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), RECONNECT_S)

    async def _work(self) -> None:
        """Serve the queue on a connection of its own: pgqueuer's pool driver never gives a lost one back."""
        connection = await asyncpg.connect(
            self._url.reveal(), command_timeout=COMMAND_S, server_settings={"application_name": APPLICATION}
        )
        try:
            await self._serve(QueueManager(Queries(AsyncpgDriver(connection))))
        finally:
            connection.terminate()

    async def _serve(self, queue: QueueManager) -> None:
        async def draft(job: Job) -> None:
            await draft_minutes(room_of(job), self._author, self._rings)

        async def phrase(job: Job) -> None:
            await phrase_minutes(room_of(job), self._author, self._rings)

        def executor(parameters: EntrypointExecutorParameters) -> RetryingExecutor:
            return RetryingExecutor(parameters, self._rings, self._jobs)

        queue.entrypoint(MINUTES, concurrency_limit=DRAFTED_AT_ONCE, executor_factory=executor)(draft)
        queue.entrypoint(MODEL_MINUTES, concurrency_limit=PHRASED_AT_ONCE, executor_factory=executor)(phrase)
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
    """Tries again later, whatever went wrong; when it gives up it says so where people wait."""

    def __init__(self, parameters: EntrypointExecutorParameters, rings: ChangeBus, jobs: RunningJobs) -> None:
        super().__init__(parameters, max_attempts=ATTEMPTS)
        self._rings = rings
        self._jobs = jobs

    async def execute(self, job: Job, context: Context) -> None:
        """Run the job; its last failure is written down as the state of the minutes."""
        try:
            with self._jobs.at_work(), acting_as(actor_of(job)):
                await super().execute(job, context)
        except asyncio.CancelledError as stopped:
            # pgqueuer would forget a cancelled job
            raise RetryRequested(reason="the worker was stopped") from stopped
        except RetryRequested as retry:
            log.warning("minutes_retry", room_id=str(room_of(job)), cause=type(retry.__cause__).__name__)
            raise
        except Exception as error:  # whatever it was, people must not wait for ever
            log.error("minutes_failed", room_id=str(room_of(job)), cause=type(error).__name__)
            with acting_as(actor_of(job)):
                await self._give_up(job)
            raise

    async def _give_up(self, job: Job) -> None:
        """Say so, unless there are minutes; drafted ones stay as they are when only the model's failed."""
        room_id = room_of(job)
        if job.entrypoint == MODEL_MINUTES:
            await finish_draft(room_id, NOT_PHRASED)
        else:
            await save_minutes(room_id, Minutes(state="failed", note=FAILED))
        await self._rings.ring(ChangeEvent("minutes", room_id))


def actor_of(job: Job) -> Actor:
    """Who writes: for one meeting, and for the request that asked for it."""
    asked = str((job.headers or {}).get(REQUEST, ""))
    return Actor(WORKER, service="minutes", room_id=room_of(job), request_id=asked)


def room_of(job: Job) -> UUID:
    """Whose minutes the job asks for."""
    return UUID((job.payload or b"").decode())
