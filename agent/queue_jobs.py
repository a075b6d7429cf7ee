"""What a job of the queue is about, and as whom it is done."""

from uuid import UUID

from pgqueuer.models import Job

from server.meeting.actor import WORKER, Actor
from server.meeting.queue import BLOCK, REQUEST


def actor_of(job: Job) -> Actor:
    """The actor of a job: limited to its room, with the id of the request that caused it."""
    asked = str((job.headers or {}).get(REQUEST, ""))
    return Actor(WORKER, service="minutes", room_id=room_of(job), request_id=asked)


def room_of(job: Job) -> UUID:
    """The room of a job."""
    return UUID((job.payload or b"").decode())


def block_of(job: Job) -> int:
    """The number of the block that a job is about."""
    return int(str((job.headers or {})[BLOCK]))
