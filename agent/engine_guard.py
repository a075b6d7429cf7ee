"""Isolates a captioner from engine failures: a failure or hang costs one utterance, never the track."""

import asyncio
import contextlib
from collections.abc import Iterator

import structlog

from agent.engine_load import EngineLoad
from agent.faults import Faults
from agent.job_metrics import ENGINE_FAILURES
from agent.recognizer import (
    BYTES_PER_MS,
    FinalHypothesis,
    Hypothesis,
    InterimHypothesis,
    MissedSpeech,
    OnHypothesis,
    Recognizer,
    Utterance,
    shifted,
)
from agent.voice_gate import SpeechAudio, SpeechEnded, SpeechPaused, SpeechStarted, VadEvent
from server.logs import failure

SLOW_S = 10.0
"""A call that takes longer is published as the fault `delayed`."""
FIRST_BACKOFF_S = 0.5
MAX_BACKOFF_S = 8.0
"""Less than the captioner's backlog holds, so that speech during the wait is not lost."""

log = structlog.get_logger()


class EngineGuard:
    """Feeds one track's speech to the engine and passes on its hypotheses, on the captioner's clock."""

    def __init__(
        self,
        track: str,
        recognizer: Recognizer,
        on_result: OnHypothesis,
        faults: Faults,
        load: EngineLoad | None = None,
    ) -> None:
        self._track = track
        self._recognizer = recognizer
        self._on_result = on_result
        self._faults = faults
        self._load = load or EngineLoad()
        self._utterance: Utterance | None = None
        self._start_ms = 0
        self._fed_ms = 0
        self._interim: InterimHypothesis | None = None
        self._final_until_ms = 0
        self._resumes = False
        self._failures = 0
        self._hurry = asyncio.Event()

    def hurry(self) -> None:
        """End the current backoff and skip later ones, because the track has ended."""
        self._hurry.set()

    def close(self) -> None:
        """Free what the engine keeps for the track and clear the track's faults."""
        self._recognizer.forget(self._track)
        self._load.forget(self._track)
        self._faults.end(self._track)

    async def handle(self, event: VadEvent, start_ms: int) -> None:
        """Pass an event to the engine; only SpeechStarted uses `start_ms`. Backs off after a failure."""
        if isinstance(event, SpeechAudio) and self._resumes:
            event, start_ms = SpeechStarted(event.pcm, 0), self._start_ms + self._fed_ms
        if isinstance(event, SpeechStarted):
            self._start_ms, self._fed_ms, self._final_until_ms = start_ms, 0, start_ms
        if isinstance(event, SpeechStarted | SpeechAudio):
            self._fed_ms += len(event.pcm) // BYTES_PER_MS
        try:
            with self._watch_duration(), self._load.timed(self._track, event):
                await self._call(event)
        except asyncio.CancelledError:
            await self._abandon()
            raise
        except Exception as error:  # noqa: BLE001  engines raise anything, and the track must go on
            await self._handle_failure(error, goes_on=not isinstance(event, SpeechEnded))

    async def _call(self, event: VadEvent) -> None:
        if isinstance(event, SpeechStarted):
            self._resumes = False
            self._utterance = await self._recognizer.begin(self._track, self._on_hypothesis)
            await self._utterance.feed(event.pcm)
        elif isinstance(event, SpeechEnded):
            utterance, self._resumes = self._utterance, False
            if utterance is not None:
                await utterance.finish()
            self._utterance = None
        elif self._utterance is None:
            return
        elif isinstance(event, SpeechPaused):
            await self._utterance.pause()
        else:
            await self._utterance.feed(event.pcm)

    def _on_hypothesis(self, hypothesis: Hypothesis) -> None:
        placed = shifted(hypothesis, self._start_ms)
        self._interim = placed if isinstance(placed, InterimHypothesis) and placed.text else None
        if isinstance(placed, MissedSpeech):
            self._faults.begin(self._track, "engine")
        elif placed.text:
            self._failures = 0
            self._faults.end(self._track)
        if not isinstance(placed, InterimHypothesis):
            self._final_until_ms = placed.end_ms
        self._on_result(placed)

    @contextlib.contextmanager
    def _watch_duration(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        slow = loop.call_later(SLOW_S, self._faults.begin, self._track, "delayed")
        try:
            yield
        finally:
            slow.cancel()
            self._faults.end(self._track, "delayed")

    async def _handle_failure(self, error: Exception, *, goes_on: bool) -> None:
        """Finalize the last interim, report the speech after it as missed, and back off."""
        self._failures += 1
        ENGINE_FAILURES.labels(self._recognizer.name).inc()
        log.error("engine_failed", track=self._track, failures=self._failures, **failure(error))
        self._faults.begin(self._track, "engine")
        await self._abandon()
        self._resumes = goes_on
        missing_from_ms, until_ms = self._final_until_ms, self._start_ms + self._fed_ms
        if (shown := self._interim) is not None:
            self._on_result(FinalHypothesis(shown.text, shown.start_ms, shown.end_ms))
            missing_from_ms, self._interim = shown.end_ms, None
        if missing_from_ms < until_ms:
            self._on_result(MissedSpeech(missing_from_ms, until_ms))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(FIRST_BACKOFF_S * 2 ** (self._failures - 1), MAX_BACKOFF_S)):
                await self._hurry.wait()

    async def _abandon(self) -> None:
        utterance, self._utterance = self._utterance, None
        if utterance is not None:
            await utterance.abandon()
