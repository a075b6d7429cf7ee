"""Requests of all rooms that wait for a model, in the order of their arrival."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from agent.whisper.messages import Message

Request = TypeVar("Request")


@dataclass(frozen=True, slots=True, eq=False)
class QueuedRequest(Generic[Request]):
    """One request, and its answer to come."""

    request: Request
    answer: "asyncio.Future[Message]"
    since_s: float = field(default_factory=time.monotonic)

    def reply(self, answer: Message) -> None:
        """Give the answer, if it is still awaited."""
        if not self.answer.done():
            self.answer.set_result(answer)


class WaitingRequests(Generic[Request]):
    """What waits; who takes from it waits for `changed`, and clears it."""

    def __init__(self) -> None:
        self._queued: list[QueuedRequest[Request]] = []
        self.changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._queued)

    def __iter__(self) -> Iterator[QueuedRequest[Request]]:
        return iter(self._queued)

    def oldest_s(self) -> float:
        """Return how long the oldest request has waited."""
        return time.monotonic() - self._queued[0].since_s if self._queued else 0.0

    async def ask(self, request: Request) -> Message:
        """Wait for the answer; on cancellation the request leaves the queue."""
        queued = QueuedRequest(request, asyncio.get_running_loop().create_future())
        self._queued.append(queued)
        self.changed.set()
        try:
            return await queued.answer
        finally:
            if queued in self._queued:
                self._queued.remove(queued)

    def take(self, queued: QueuedRequest[Request]) -> None:
        """Remove what is begun."""
        self._queued.remove(queued)
