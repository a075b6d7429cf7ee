"""The door to Vosk: warm recognizers, each one track's while that person speaks."""

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
"""Each grows to 150-280 MB; so many people of one room can speak at once, the next wait."""
IDLE_S = 120.0
"""A recognizer nobody spoke to for so long is given back to the system."""
WARM_UP_MS = 600
"""So much silence makes a new recognizer unfold the start of its graph: 0.7 s that speech would wait for."""
NOT_A_WORD = re.compile(r"\[[^\]]*\]|<[^>]*>")
"""Noise and unknown words as models spell them: [2], [noise], <UNK>."""

log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class _WarmRecognizer:
    """A recognizer with one track's history: it has adapted to that voice, and is never lent to another."""

    track: str
    tap: AudioTap | None
    kaldi: Any = None
    """Made once the place is taken."""
    fed_ms: float = WARM_UP_MS
    is_leased: bool = False
    used_at: float = field(default_factory=time.monotonic)


class VoskEngine:
    """Recognizers of one model for the tracks of one room."""

    name = "vosk"

    def __init__(self, model: Any, executor: Executor, limit: int = MAX_RECOGNIZERS) -> None:
        self._model = model
        self._executor = executor
        self._limit = limit
        self._warm: list[_WarmRecognizer] = []
        self._returned = asyncio.Condition()
        self._spare: asyncio.Future[Any] | None = None

    async def begin(self, track: str, hear: OnHypothesis) -> "VoskUtterance":
        """Lease the track's own recognizer, or make one; wait while all are speaking."""
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
        return VoskUtterance(found, hear, self._executor, self._give_back, self._discard)

    def forget(self, track: str) -> None:
        """Free what was kept for a track that is gone."""
        self._keep(lambda warm: warm.is_leased or warm.track != track)

    def sweep(self) -> None:
        """Free what nobody has spoken to lately, and have one ready for whoever speaks next."""
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
            self._spare = asyncio.get_running_loop().run_in_executor(self._executor, fresh, self._model)
        return self._spare

    async def _new(self) -> Any:
        """Give the spare recognizer, which has heard nobody; the next sweep makes another."""
        spare, self._spare = self._prepare(), None
        return await spare

    async def _give_back(self, warm: _WarmRecognizer) -> None:
        async with self._returned:
            warm.is_leased, warm.used_at = False, time.monotonic()
            self._returned.notify()

    async def _discard(self, warm: _WarmRecognizer) -> None:
        """Give the place back, but not the recognizer: a call on it failed, or still runs in its thread."""
        async with self._returned:
            self._keep(lambda each: each is not warm)
            self._returned.notify()

    def _keep(self, wanted: Callable[[_WarmRecognizer], bool]) -> None:
        kept = [warm for warm in self._warm if wanted(warm)]
        if len(kept) < len(self._warm):
            self._warm = kept
            _trim()


class VoskUtterance:
    """One stretch of speech; the executor is entered once a chunk."""

    def __init__(
        self,
        warm: _WarmRecognizer,
        hear: OnHypothesis,
        executor: Executor,
        give_back: Callable[[_WarmRecognizer], Awaitable[None]],
        discard: Callable[[_WarmRecognizer], Awaitable[None]],
    ) -> None:
        self._warm = warm
        self._recognize = hear
        self._executor = executor
        self._give_back = give_back
        self._discard = discard
        self._base_ms = warm.fed_ms
        self._from_ms = 0

    async def feed(self, pcm: bytes) -> None:
        """Decode the next samples."""
        found = await asyncio.get_running_loop().run_in_executor(self._executor, self._step, pcm)
        self._say(found)

    async def pause(self) -> None:
        """Do nothing: Vosk hears pauses itself."""

    async def finish(self) -> None:
        """Ask for what is left and give the recognizer back; where that fails it is abandon() that does."""
        found = await asyncio.get_running_loop().run_in_executor(self._executor, self._last)
        self._say(found)
        await self._give_back(self._warm)

    async def abandon(self) -> None:
        """Give the place back."""
        await self._discard(self._warm)

    def _now_ms(self) -> int:
        return round(self._warm.fed_ms - self._base_ms)

    def _step(self, pcm: bytes) -> Hypothesis:
        if self._warm.tap:
            self._warm.tap.fed(pcm)
        is_final = self._warm.kaldi.AcceptWaveform(pcm)
        self._warm.fed_ms += len(pcm) / BYTES_PER_MS
        if is_final:
            return self._final(self._warm.kaldi.Result())
        text = clean(json.loads(self._warm.kaldi.PartialResult()).get("partial", ""))
        return InterimHypothesis(text, self._from_ms, self._now_ms())

    def _last(self) -> Hypothesis:
        if self._warm.tap:
            self._warm.tap.cut()
        return self._final(self._warm.kaldi.FinalResult())

    def _final(self, result: str) -> FinalHypothesis:
        heard = words_of(result, self._base_ms)
        text = " ".join(word.w for word in heard)
        confidence = sum(word.c for word in heard) / len(heard) if heard else None
        end_ms = heard[-1].e if heard else self._now_ms()
        return FinalHypothesis(text, self._from_ms, end_ms, heard, confidence)

    def _say(self, hypothesis: Hypothesis) -> None:
        if isinstance(hypothesis, FinalHypothesis):
            self._from_ms = hypothesis.end_ms
        self._recognize(hypothesis)


def fresh(model: Any) -> Any:
    """Make a recognizer that is quick from its first word on; blocks for most of a second."""
    kaldi = vosk.KaldiRecognizer(model, SAMPLE_RATE_HZ)
    kaldi.SetWords(True)
    kaldi.AcceptWaveform(bytes(WARM_UP_MS * BYTES_PER_MS))
    kaldi.FinalResult()
    return kaldi


def clean(text: str) -> str:
    """Take out what is not a word."""
    return " ".join(NOT_A_WORD.sub(" ", text).split())


def words_of(result: str, base_ms: float) -> tuple[TimedWord, ...]:
    """Read a Vosk result; its times count from the recognizer's first sample, not the utterance's."""
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
    """Give freed memory back: glibc keeps it otherwise."""
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):  # another C library gives it back by itself
        return
