"""Serves the queue's entry points for blocks of meetings: one at a time, behind everything else."""

from functools import partial

from pgqueuer.models import Job
from pgqueuer.qm import QueueManager

from agent.minutes.author import Author
from agent.minutes.block_noting import give_up_block, note_block, note_block_by_model
from agent.queue_executor import Cancellable, JobFigures, QueueExecutor
from agent.queue_jobs import block_of, room_of
from server.meeting.change_bus import ChangeBus
from server.meeting.queue import MODEL_BLOCK, NOTE_BLOCK

MAX_CONCURRENT_BLOCKS = 1
ATTEMPTS = 4
"""The end of the meeting tries again what failed."""


def serve_blocks(
    queue: QueueManager, author: Author, change_bus: ChangeBus, cancellable: Cancellable, figures: JobFigures
) -> None:
    """Register the entry points."""

    async def note(job: Job) -> None:
        await note_block(room_of(job), block_of(job), author, change_bus)

    async def phrase(job: Job) -> None:
        await note_block_by_model(room_of(job), block_of(job), author, change_bus)

    async def give_up(job: Job) -> None:
        await give_up_block(room_of(job), block_of(job))

    executor = partial(
        QueueExecutor,
        name="block",
        attempts=ATTEMPTS,
        cancellable=cancellable,
        figures=figures,
        give_up=give_up,
    )

    for name, work in ((NOTE_BLOCK, note), (MODEL_BLOCK, phrase)):
        queue.entrypoint(name, concurrency_limit=MAX_CONCURRENT_BLOCKS, executor_factory=executor)(work)
