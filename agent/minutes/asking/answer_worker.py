"""Serves the queue's entry point for questions, before all minutes."""

from functools import partial

from pgqueuer.models import Job
from pgqueuer.qm import QueueManager

from agent.minutes.asking.answering import Answerer
from agent.queue_executor import Cancellable, JobFigures, QueueExecutor
from agent.queue_jobs import room_of
from server.meeting.questions import fail_answer
from server.meeting.queue import ANSWER

MAX_CONCURRENT_QUESTIONS = 2
"""While the model words one answer, another finds its passages."""
ATTEMPTS = 3


def serve_answers(
    queue: QueueManager, answerer: Answerer | None, cancellable: Cancellable, figures: JobFigures
) -> None:
    """Register the entry point; without an answerer none."""
    if answerer is None:
        return
    answers = answerer

    async def answer(job: Job) -> None:
        await answers.answer(room_of(job))

    async def give_up(job: Job) -> None:
        await fail_answer(room_of(job))

    executor = partial(
        QueueExecutor, name="answer", attempts=ATTEMPTS, cancellable=cancellable, figures=figures,
        give_up=give_up,
        about="question_id",
    )  # fmt: skip

    queue.entrypoint(ANSWER, concurrency_limit=MAX_CONCURRENT_QUESTIONS, executor_factory=executor)(answer)
