"""Serves the queue's entry point for questions, before all minutes."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager

import structlog
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Context, Job
from pgqueuer.qm import QueueManager

from agent.minutes.asking.answering import Answerer
from agent.queue_jobs import actor_of, room_of
from server.meeting.actor import acting_as
from server.meeting.questions import fail_answer
from server.meeting.queue import ANSWER

MAX_CONCURRENT_QUESTIONS = 2
"""While the model words one answer, another finds its passages."""
ATTEMPTS = 3
Cancellable = Callable[[], AbstractContextManager[None]]
log = structlog.get_logger()


def serve_answers(queue: QueueManager, answerer: Answerer | None, cancellable: Cancellable) -> None:
    """Register the entry point; without an answerer none."""
    if answerer is None:
        return
    answers = answerer

    async def answer(job: Job) -> None:
        await answers.answer(room_of(job))

    def executor(parameters: EntrypointExecutorParameters) -> AnswerExecutor:
        return AnswerExecutor(parameters, cancellable)

    queue.entrypoint(ANSWER, concurrency_limit=MAX_CONCURRENT_QUESTIONS, executor_factory=executor)(answer)


class AnswerExecutor(DatabaseRetryEntrypointExecutor):
    """Retries after any error; after the last attempt the question has failed."""

    def __init__(self, parameters: EntrypointExecutorParameters, cancellable: Cancellable) -> None:
        super().__init__(parameters, max_attempts=ATTEMPTS)
        self._cancellable = cancellable

    async def execute(self, job: Job, context: Context) -> None:
        """Run the job with the rights to its question alone."""
        question_id = room_of(job)
        try:
            with self._cancellable(), acting_as(actor_of(job)):
                await super().execute(job, context)
        except asyncio.CancelledError as stopped:
            # pgqueuer would drop a cancelled job
            raise RetryRequested(reason="the worker was stopped") from stopped
        except RetryRequested as retry:
            log.warning("answer_retry", question_id=str(question_id), cause=type(retry.__cause__).__name__)
            raise
        except Exception as error:  # after any error whoever waits must be told
            log.error("answer_failed", question_id=str(question_id), cause=type(error).__name__)
            with acting_as(actor_of(job)):
                await fail_answer(question_id)
            raise
