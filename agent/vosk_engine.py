"""Vosk engine: a pool of recognizers, each bound to one track and leased for one utterance."""

import asyncio
import ctypes
import json
import re
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

import structlog
import vosk

from agent.audio_tap import AudioTap, open_tap
from agent.recognizer import (
    BYTES_PER_MS,
    SAMPLE_RATE_HZ,
    FinalHypothesis,
    Hypothesis,
    InterimHypothesis,
    OnHypothesis,
    TimedWord,
)

MAX_RECOGNIZERS = 12
"""Each grows to 150-280 MB. Limit of simultaneous speakers per room; further speakers wait."""
IDLE_S = 120.0
"""A recognizer unused for this long is freed."""
WARM_UP_MS = 600
"""Silence fed to a new recognizer, which expands the start of its graph: saves the first speech 0.7 s."""
NOT_A_WORD = re.compile(r"\[[^\]]*\]|<[^>]*>")
"""Models' marks for noise and unknown words: [2], [noise], <UNK>."""

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

    def __init__(self, model: Any, executor: Executor, limit: int = MAX_RECOGNIZERS) -> None:
        self._model = model
        self._executor = executor
        self._limit = limit
        self._warm: list[_WarmRecognizer] = []
        self._returned = asyncio.Condition()
        self._spare: asyncio.Future[Any] | None = None

    async def begin(self, track: str, on_hypothesis: OnHypothesis) -> "VoskUtterance":
        """Lease the track's recognizer or create one; wait while all slots are leased."""
        async with self._returned:
            while (found := self._find(track)) is None:
                await self._returned.wait()
            found.is_leased = True
        try:
            if found.kaldi is None:
                found.kaldi = await self._new()
        except BaseException:
            await self._discard(found)
            raise
        return VoskUtterance(found, on_hypothesis, self._executor, self._give_back, self._discard)

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
            warm.is_leased, warm.used_at = False, time.monotonic()
            self._returned.notify()

    async def _discard(self, warm: _WarmRecognizer) -> None:
        """Free the slot and drop the recognizer: a call on it failed, or still runs in its thread."""
        async with self._returned:
            self._keep(lambda each: each is not warm)
            self._returned.notify()

    def _keep(self, wanted: Callable[[_WarmRecognizer], bool]) -> None:
        kept = [warm for warm in self._warm if wanted(warm)]
        if len(kept) < len(self._warm):
            self._warm = kept
            _trim()


class VoskUtterance:
    """One utterance; each chunk is one call in the executor."""

    def __init__(
        self,
        warm: _WarmRecognizer,
        on_hypothesis: OnHypothesis,
        executor: Executor,
        give_back: Callable[[_WarmRecognizer], Awaitable[None]],
        discard: Callable[[_WarmRecognizer], Awaitable[None]],
    ) -> None:
        self._warm = warm
        self._on_hypothesis = on_hypothesis
        self._executor = executor
        self._give_back = give_back
        self._discard = discard
        self._base_ms = warm.fed_ms
        self._from_ms = 0

    async def feed(self, pcm: bytes) -> None:
        """Decode the next samples."""
        found = await asyncio.get_running_loop().run_in_executor(self._executor, self._decode, pcm)
        self._report(found)

    async def pause(self) -> None:
        """Do nothing: Vosk detects pauses itself."""

    async def finish(self) -> None:
        """Report the final result and return the recognizer; on an error the caller must call abandon()."""
        found = await asyncio.get_running_loop().run_in_executor(self._executor, self._decode_final)
        self._report(found)
        await self._give_back(self._warm)

    async def abandon(self) -> None:
        """Free the slot and drop the recognizer."""
        await self._discard(self._warm)

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


def new_warm_recognizer(model: Any) -> Any:
    """Create a warmed-up recognizer; blocks for most of a second."""
    kaldi = vosk.KaldiRecognizer(model, SAMPLE_RATE_HZ)
    kaldi.SetWords(True)
    kaldi.AcceptWaveform(bytes(WARM_UP_MS * BYTES_PER_MS))
    kaldi.FinalResult()
    return kaldi


def clean(text: str) -> str:
    """Remove marks that are not words."""
    return " ".join(NOT_A_WORD.sub(" ", text).split())


def words_of(result: str, base_ms: float) -> tuple[TimedWord, ...]:
    """Parse a Vosk result, whose times count from the recognizer's first sample, not the utterance's."""
    return tuple(
        TimedWord(
            each["word"],
            max(0, round(each["start"] * 1000 - base_ms)),
            max(0, round(each["end"] * 1000 - base_ms)),
            round(each["conf"], 3),
        )
        for each in json.loads(result).get("result", [])
        if clean(each["word"])
    )


def _trim() -> None:
    """Return freed memory to the system; glibc keeps it otherwise."""
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):  # other C libraries return it themselves
        return
