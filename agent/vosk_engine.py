"""Vosk engine: a pool of recognizers, each bound to one track and leased for one utterance."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

import structlog

from agent.audio_tap import AudioTap, open_tap
from agent.job_metrics import RECOGNIZER_WAIT, RECOGNIZERS
from agent.malloc import trim
from agent.recognizer import (
    BYTES_PER_MS,
    FinalHypothesis,
    Hypothesis,
    InterimHypothesis,
    OnHypothesis,
)
from agent.recognizer_meter import RecognizerMeter
from agent.vosk_recognizer import WARM_UP_MS, new_warm_recognizer
from agent.vosk_results import clean, words_of

MAX_RECOGNIZERS = 12
"""Each grows to 150-280 MB. Limit of simultaneous speakers per room; further speakers wait."""
IDLE_S = 120.0
"""A recognizer unused for this long is freed."""
LEASED, IDLE = "leased", "idle"

log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class _WarmRecognizer:
    """A recognizer adapted to one track's voice; never used for another track."""

    track: str
    tap: AudioTap | None
    kaldi: Any = None
    """The Vosk recognizer; created after the slot is reserved."""
    fed_ms: float = WARM_UP_MS
    is_leased: bool = False
    used_at: float = field(default_factory=time.monotonic)


class VoskEngine:
    """Pool of recognizers of one model for the tracks of one room."""

    name = "vosk"

    def __init__(
        self, model: Any, executor: Executor, limit: int = MAX_RECOGNIZERS, language: str = ""
    ) -> None:
        self._model = model
        self._executor = executor
        self._limit = limit
        self._language = language
        self._warm: list[_WarmRecognizer] = []
        self._returned = asyncio.Condition()
        self._spare: asyncio.Future[Any] | None = None

    async def begin(self, track: str, on_hypothesis: OnHypothesis) -> "VoskUtterance":
        """Lease the track's recognizer or create one; wait while all slots are leased."""
        with RECOGNIZER_WAIT.time():
            found = await self._lease(track)
        meter = RecognizerMeter(self.name, self._language)
        return VoskUtterance(found, on_hypothesis, self._executor, self._give_back, self._discard, meter)

    async def _lease(self, track: str) -> _WarmRecognizer:
        async with self._returned:
            while (found := self._find(track)) is None:
                await self._returned.wait()
            self._mark(found, is_leased=True)
        try:
            if found.kaldi is None:
                found.kaldi = await self._new()
        except BaseException:
            await self._discard(found)
            raise
        return found

    def forget(self, track: str) -> None:
        """Free the recognizer of a track that has ended."""
        self._keep(lambda warm: warm.is_leased or warm.track != track)

    def sweep(self) -> None:
        """Free idle recognizers and prepare a spare one for the next new speaker."""
        self._prepare()
        old = time.monotonic() - IDLE_S
        self._keep(lambda warm: warm.is_leased or warm.used_at > old)

    async def aclose(self) -> None:
        """Free everything."""
        if self._spare is not None:
            await asyncio.wait([self._spare])
            self._spare = None
        self._keep(lambda _: False)

    def _find(self, track: str) -> _WarmRecognizer | None:
        for warm in self._warm:
            if warm.track == track and not warm.is_leased:
                return warm
        if len(self._warm) >= self._limit:
            idle = [warm for warm in self._warm if not warm.is_leased]
            if not idle:
                return None
            oldest = min(idle, key=lambda warm: warm.used_at)
            self._keep(lambda warm: warm is not oldest)
        self._warm.append(_WarmRecognizer(track, open_tap(track)))
        RECOGNIZERS.labels(IDLE).inc()
        return self._warm[-1]

    def _prepare(self) -> "asyncio.Future[Any]":
        if self._spare is None or (self._spare.done() and self._spare.exception() is not None):
            self._spare = asyncio.get_running_loop().run_in_executor(
                self._executor, new_warm_recognizer, self._model
            )
        return self._spare

    async def _new(self) -> Any:
        """Take the spare, unused recognizer; the next sweep creates another."""
        spare, self._spare = self._prepare(), None
        return await spare

    async def _give_back(self, warm: _WarmRecognizer) -> None:
        async with self._returned:
            self._mark(warm, is_leased=False)
            warm.used_at = time.monotonic()
            self._returned.notify()

    async def _discard(self, warm: _WarmRecognizer) -> None:
        """Free the slot and drop the recognizer: a call on it failed, or still runs in its thread."""
        async with self._returned:
            self._keep(lambda each: each is not warm)
            self._returned.notify()

    @staticmethod
    def _mark(warm: _WarmRecognizer, *, is_leased: bool) -> None:
        if warm.is_leased != is_leased:
            RECOGNIZERS.labels(LEASED).inc(1 if is_leased else -1)
            RECOGNIZERS.labels(IDLE).inc(-1 if is_leased else 1)
        warm.is_leased = is_leased

    def _keep(self, wanted: Callable[[_WarmRecognizer], bool]) -> None:
        gone = [warm for warm in self._warm if not wanted(warm)]
        if gone:
            for warm in gone:
                RECOGNIZERS.labels(LEASED if warm.is_leased else IDLE).dec()
            self._warm = [warm for warm in self._warm if warm not in gone]
            trim()


class VoskUtterance:
    """One utterance; each chunk is one call in the executor."""

    def __init__(
        self,
        warm: _WarmRecognizer,
        on_hypothesis: OnHypothesis,
        executor: Executor,
        give_back: Callable[[_WarmRecognizer], Awaitable[None]],
        discard: Callable[[_WarmRecognizer], Awaitable[None]],
        meter: RecognizerMeter,
    ) -> None:
        self._warm = warm
        self._on_hypothesis = on_hypothesis
        self._executor = executor
        self._give_back = give_back
        self._discard = discard
        self._meter = meter
        self._base_ms = warm.fed_ms
        self._from_ms = 0

    async def feed(self, pcm: bytes) -> None:
        """Decode the next samples."""
        self._meter.fed(len(pcm) / BYTES_PER_MS / 1000)
        self._report(await self._call(self._decode, pcm))

    async def pause(self) -> None:
        """Do nothing: Vosk detects pauses itself."""

    async def finish(self) -> None:
        """Report the final result and return the recognizer; on an error the caller must call abandon()."""
        self._report(await self._call(self._decode_final))
        self._meter.finish()
        await self._give_back(self._warm)

    async def abandon(self) -> None:
        """Free the slot and drop the recognizer."""
        await self._discard(self._warm)

    def _call(self, decode: Callable[..., Hypothesis], *args: bytes) -> "asyncio.Future[Hypothesis]":
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._executor, self._meter.timed, decode, *args)

    def _now_ms(self) -> int:
        return round(self._warm.fed_ms - self._base_ms)

    def _decode(self, pcm: bytes) -> Hypothesis:
        if self._warm.tap:
            self._warm.tap.fed(pcm)
        is_final = self._warm.kaldi.AcceptWaveform(pcm)
        self._warm.fed_ms += len(pcm) / BYTES_PER_MS
        if is_final:
            return self._final(self._warm.kaldi.Result())
        text = clean(json.loads(self._warm.kaldi.PartialResult()).get("partial", ""))
        return InterimHypothesis(text, self._from_ms, self._now_ms())

    def _decode_final(self) -> Hypothesis:
        if self._warm.tap:
            self._warm.tap.cut()
        return self._final(self._warm.kaldi.FinalResult())

    def _final(self, result: str) -> FinalHypothesis:
        heard = words_of(result, self._base_ms)
        text = " ".join(word.w for word in heard)
        confidence = sum(word.c for word in heard) / len(heard) if heard else None
        end_ms = heard[-1].e if heard else self._now_ms()
        return FinalHypothesis(text, self._from_ms, end_ms, heard, confidence)

    def _report(self, hypothesis: Hypothesis) -> None:
        if isinstance(hypothesis, FinalHypothesis):
            self._from_ms = hypothesis.end_ms
        self._on_hypothesis(hypothesis)
