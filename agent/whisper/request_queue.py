"""Speech that waits for the first pass, and which of it is transcribed next."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import get_args

from agent.whisper.messages import Kind, Listen, Message
from agent.whisper.waiting_requests import QueuedRequest, WaitingRequests

KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order of their turns."""
MAX_QUEUED: dict[Kind, int] = {"final": 64, "first": 16, "interim": 16}
"""At 0.3 s for a final, more would make captions too old to be useful."""
MAX_BEFORE_A_GUESS = 1
MAX_BATCH = 2
"""Requests transcribed together. More are cheaper in all, but each of them and the next come later."""


class RequestQueue:
    """Bounded queue of all rooms' requests, for a number of threads."""

    def __init__(self, threads: int) -> None:
        self._interim_threads = max(1, threads - 1)
        self._waiting = WaitingRequests[Listen]()
        self._reading: list[Kind] = []
        self.is_idle = asyncio.Event()
        """Set while nothing waits and nothing is transcribed."""

    def __len__(self) -> int:
        return len(self._waiting)

    def oldest_s(self) -> float:
        """Return how long the oldest request has waited."""
        return self._waiting.oldest_s()

    def admits(self, kind: Kind) -> bool:
        """Whether another request of this kind may wait.

        A guess may be in vain, so it is refused when more than one other request than interims waits.
        """
        waiting = [each.request.kind for each in self._waiting]
        if kind == "guess":
            return len(waiting) - waiting.count("interim") <= MAX_BEFORE_A_GUESS
        return waiting.count(kind) < MAX_QUEUED[kind]

    async def ask(self, listen: Listen) -> Message:
        """Wait for the answer; on cancellation the request leaves the queue."""
        self.is_idle.clear()
        return await self._waiting.ask(listen)

    async def next(self) -> list[QueuedRequest[Listen]]:
        """Wait until there is something to transcribe, and a thread that its kind may take."""
        while not (batch := self._next_batch()):
            if not self._waiting and not self._reading:
                self.is_idle.set()
            self._waiting.changed.clear()
            await self._waiting.changed.wait()
        return batch

    @contextmanager
    def reading(self, batch: list[QueuedRequest[Listen]]) -> Iterator[None]:
        """Hold a thread for the block."""
        kind = batch[0].request.kind
        self._reading.append(kind)
        try:
            yield
        finally:
            self._reading.remove(kind)
            self._waiting.changed.set()  # what could not take this thread may take another

    def _next_batch(self) -> list[QueuedRequest[Listen]]:
        """Take the oldest request of the first kind, with others like it; none if all must wait."""
        by_kind = sorted(self._waiting, key=lambda each: KINDS.index(each.request.kind))
        if not by_kind or not self._has_thread_for(by_kind[0].request.kind):
            return []
        batch = [each for each in by_kind if each.request.is_like(by_kind[0].request)][:MAX_BATCH]
        for each in batch:
            self._waiting.take(each)
        return batch

    def _has_thread_for(self, kind: Kind) -> bool:
        """Whether a thread may take it; interims leave one to what is more urgent."""
        return kind != "interim" or self._reading.count("interim") < self._interim_threads
