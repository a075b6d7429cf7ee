"""Serves the queue's entry point for recordings: one at a time, tried again with growing pauses."""

from functools import partial

from pgqueuer.models import Job
from pgqueuer.qm import QueueManager

from agent.queue_executor import Cancellable, JobFigures, QueueExecutor
from agent.queue_jobs import room_of
from agent.recording.mix_job import give_up, mix_recording
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.queue import MIX
from server.recording_files import RecordingFiles

MAX_CONCURRENT_MIXES = 1
ATTEMPTS = 4
"""A disk that stays full, or a bucket that stays away, is tried again by the sweep."""


def serve_mixing(
    queue: QueueManager,
    files: RecordingFiles,
    change_bus: ChangeBus,
    cancellable: Cancellable,
    figures: JobFigures,
) -> None:
    """Register the entry point."""

    async def mix(job: Job) -> None:
        await mix_recording(room_of(job), files, change_bus)

    async def tell(job: Job) -> None:
        await give_up(room_of(job))
        await change_bus.publish(ChangeEvent("recording", room_of(job)))

    executor = partial(
        QueueExecutor, name="mix", attempts=ATTEMPTS, cancellable=cancellable, figures=figures, give_up=tell
    )

    queue.entrypoint(MIX, concurrency_limit=MAX_CONCURRENT_MIXES, executor_factory=executor)(mix)
