"""Lets what somebody waits for go before notes: these are stopped, and asked for again afterwards.

A model answers one prompt after another, and a note of a minute of speech takes it half a minute. Only what
this process asks is known here: another one that shares the model's server has its own order.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import structlog

Done = TypeVar("Done")
MOST_STOPS = 3
"""After so many the work is done all the same: questions without end keep no meeting from its minutes."""
log = structlog.get_logger()


class QuestionsFirst:
    """The order of those who share a model."""

    def __init__(self) -> None:
        self._waiting = 0
        self._asked, self._free = asyncio.Event(), asyncio.Event()
        self._free.set()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Have all other work wait while the block runs."""
        self._waiting += 1
        self._asked.set()
        self._free.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._asked.clear()
                self._free.set()

    async def after(self, work: Callable[[], Coroutine[Any, Any, Done]]) -> Done:
        """Do the work while nobody asks; begun anew when somebody did. Raises what the work raises."""
        for _ in range(MOST_STOPS):
            await self._free.wait()
            done = await self._unless_asked(work())
            if done is not None:
                return done.result()
            log.info("model_gives_way")
        return await work()

    async def _unless_asked(self, work: Coroutine[Any, Any, Done]) -> asyncio.Task[Done] | None:
        """Return the task that did it; None if it was stopped."""
        working, asked = asyncio.create_task(work), asyncio.create_task(self._asked.wait())
        try:
            await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
            return working if working.done() else None
        finally:
            working.cancel()
            asked.cancel()
            await asyncio.wait({working, asked})
