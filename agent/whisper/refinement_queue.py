"""Speech that waits for the second pass: one window at a time, while the first pass has nothing to do."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

import structlog

from agent.whisper.messages import FULL, TOO_OLD, Failed, Message, Refine, Refined
from agent.whisper.server_metrics import RefinementMetrics
from agent.whisper.waiting_requests import QueuedRequest, WaitingRequests

MAX_QUEUED = 24
"""Windows of all rooms; at most 24 MB of samples."""
MAX_AGE_S = 60.0
"""An older caption has left every screen, and newer ones wait."""
NO_MODEL = "no model for the language"

log = structlog.get_logger()


class Rereader(Protocol):
    """A loaded model of the second pass."""

    def reread(self, pcm: bytes, language: str, names: str) -> Refined:
        """Read again; blocks. The answer's `id` is not used."""


LoadRereader = Callable[[str], Rereader]
"""Loads the model of a language; blocks, and raises LookupError if there is none."""


def no_rereader(language: str) -> Rereader:
    """Refuse: there is no second pass here."""
    raise LookupError(language)


class RefinementQueue:
    """One model thread and one bounded queue; `is_idle` is set while the first pass has nothing to do."""

    def __init__(self, load: LoadRereader, is_idle: asyncio.Event, metrics: RefinementMetrics) -> None:
        self._load = load
        self._metrics = metrics
        self._waiting = WaitingRequests[Refine]()
        metrics.waiting.set_function(lambda: len(self._waiting))
        metrics.oldest.set_function(self._waiting.oldest_s)
        self._is_idle = is_idle
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="refiner")

    async def warm(self, language: str) -> None:
        """Load a language's model, if there is one, before the first request."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._load, language)
        except LookupError:
            log.info("no_second_pass", language=language)
        except Exception as error:  # noqa: BLE001  a damaged model must not cost the first pass
            log.error("refiner_not_loaded", error=type(error).__name__)

    async def ask(self, refine: Refine) -> Message:
        """Queue an utterance and return the reply: Refined, or why it was not read."""
        answer: Message | None = None
        try:
            is_full = len(self._waiting) >= MAX_QUEUED
            answer = Failed(refine.id, FULL) if is_full else await self._waiting.ask(refine)
        finally:
            self._metrics.answered(answer)
        return answer

    async def work(self) -> None:
        """Read what waits, the oldest first, until cancelled."""
        while True:
            while not self._waiting:
                self._waiting.changed.clear()
                await self._waiting.changed.wait()
            await self._is_idle.wait()
            if (oldest := next(iter(self._waiting), None)) is not None:
                self._waiting.take(oldest)
                await self._answer(oldest)

    async def _answer(self, queued: QueuedRequest[Refine]) -> None:
        waited_s = time.monotonic() - queued.since_s
        if waited_s > MAX_AGE_S:
            answer: Message = Failed(queued.request.id, TOO_OLD)
        else:
            with self._metrics.reading(waited_s):
                answer = await asyncio.get_running_loop().run_in_executor(
                    self._thread, self._read, queued.request
                )
        queued.reply(answer)

    def _read(self, refine: Refine) -> Message:
        try:
            found = self._load(refine.language).reread(refine.pcm, refine.language, refine.names)
        except LookupError:
            return Failed(refine.id, NO_MODEL)
        except Exception as error:  # noqa: BLE001  tokenizers raise nothing narrower, and other requests must be served
            log.error("refiner_failed", error=type(error).__name__)
            return Failed(refine.id, "the model failed")
        return replace(found, id=refine.id)
