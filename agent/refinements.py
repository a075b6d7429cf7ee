"""The second pass in one room: each stored final is read again, and its words replaced where that is safe."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol
from uuid import UUID

import structlog

from agent.caption_publisher import Caption, CaptionSink
from agent.job_metrics import REFINEMENT_DELAY, REFINEMENTS
from agent.recognizer import TimedWord
from agent.refinement_gate import refusal, window_refusal
from agent.segment_store import SegmentNotStoredError
from agent.speech_window import packed, split
from agent.stored_finals import MAX_MS, OutageFinals, StoredFinal, length_ms
from agent.whisper.engine import WhisperEngine
from agent.whisper.messages import Failed, Refined
from agent.word_alignment import aligned
from server.logs import failure

MAX_WAITING = 8
"""Windows of one room that wait or are read, at most 7 MB of samples; more keep their first words."""
ENOUGH_MS = 18_000
"""A window with so much speech is read at once."""
PAUSE_S = 3.0
"""A window is read when its speaker has had no final for so long."""
MIN_CONFIDENCE = 0.001
LATE_WINDOWS = 2
"""Windows of an outage's finals that are read at a time: the speech of now goes first."""
DROPPED = "dropped at the end"
OVERLOAD = "overload"
OVERLOAD_S = 45.0
"""A window waits so long for an overloaded machine; by then its words have left the screen."""
STORE_S = 2.0
"""How long a write that has begun may take at the end."""

log = structlog.get_logger()


class Rereading(Protocol):
    """Client of the process that runs the second pass."""

    async def refine(self, pcm: bytes, language: str, names: str) -> Refined | Failed:
        """Read an utterance again; Failed, with the reason, if it was not read."""

    async def aclose(self) -> None:
        """Close the connection."""


class SecondPassShedding(Protocol):
    """Whether the machine has time for a second pass."""

    @property
    def has_second_pass(self) -> bool:
        """Whether finals may be read again now."""

    async def second_pass(self, within_s: float) -> bool:
        """Wait until finals may be read again; False if that takes too long."""


class RefinedSegments(Protocol):
    """Where refined words are stored; may raise SegmentNotStoredError."""

    async def refine(
        self, segment: UUID, revision: int, text: str, words: tuple[TimedWord, ...], confidence: float
    ) -> bool:
        """Replace the words of this revision; False if another one stands."""


class Refinements:
    """Refines the finals of each speaker; every outcome but a refinement leaves the first pass's words."""

    def __init__(
        self,
        reader: Rereading,
        language: str,
        segments: RefinedSegments,
        sink: CaptionSink,
        names: Callable[[], Sequence[str]],
        shedding: SecondPassShedding | None = None,
    ) -> None:
        """`language` is Whisper's code; `names` returns the words to expect, as many as fit."""
        self._reader = reader
        self._language = language
        self._segments = segments
        self._sink = sink
        self._names = names
        self._shedding = shedding
        self._gathered: dict[str, list[StoredFinal]] = {}
        self._pauses: dict[str, asyncio.TimerHandle] = {}
        self._tasks: dict[asyncio.Task[None], int] = {}
        self._storing: set[asyncio.Task[None]] = set()
        self._outage_finals = OutageFinals()
        self.outcomes: Counter[str] = Counter()
        """Finals that were `refined` or `unchanged`, or why the first pass's words stand."""

    def add(self, final: StoredFinal) -> None:
        """Gather a speaker's finals, and have them read together when there is time for it."""
        track = final.caption.track
        if not self._is_readable(final):
            return
        if length_ms(self._gathered.get(track, [])) + final.spoken.length_ms > MAX_MS:
            self._send(track)
        gathered = self._gathered.setdefault(track, [])
        gathered.append(final)
        self._stop_waiting(track)
        if length_ms(gathered) >= ENOUGH_MS:
            self._send(track)
        else:
            self._pauses[track] = asyncio.get_running_loop().call_later(PAUSE_S, self._send, track)

    def keep(self, final: StoredFinal) -> bool:
        """Whether a final that is not stored yet will be read, so that its samples must be kept."""
        if not self._is_readable(final):
            return False
        is_kept = self._outage_finals.keep(final)
        self._count("outage too long", not is_kept)
        return is_kept

    def add_late(self, final: StoredFinal, caption: Caption) -> None:
        """Have a kept final read after those before it; `caption` is what was stored."""
        self._outage_finals.stored(final, caption)
        self._send_late()

    async def finish(self, within_s: float) -> None:
        """Read what is gathered and wait for it, then drop it; nothing is refined after this returns."""
        await self.settle(within_s)
        await self.aclose()

    async def settle(self, within_s: float) -> None:
        """Read what is gathered, and wait for it."""
        for track in tuple(self._gathered):
            self._send(track)
        loop = asyncio.get_running_loop()
        until_s = loop.time() + within_s
        while self._tasks and (left_s := until_s - loop.time()) > 0:
            await asyncio.wait(self._tasks, timeout=left_s)

    async def aclose(self) -> None:
        """Drop what is not read yet; a write that has begun has STORE_S more."""
        self._count(DROPPED, len(self._outage_finals))
        self._outage_finals.clear()
        for track in tuple(self._gathered):
            self._stop_waiting(track)
            self._count(DROPPED, len(self._gathered.pop(track)))
        for task in self._tasks.keys() - self._storing:
            task.cancel()
        await self.settle(STORE_S)
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._reader.aclose()
        if self.outcomes:
            log.info("second_pass_ended", outcomes=dict(self.outcomes))
            self.outcomes.clear()

    def _is_readable(self, final: StoredFinal) -> bool:
        if final.pcm and final.spoken.length_ms <= MAX_MS:
            return True
        self._count("too long" if final.pcm else "no audio")
        return False

    def _count(self, outcome: str, finals: int = 1) -> None:
        if not finals:
            return
        self.outcomes[outcome] += finals
        REFINEMENTS.labels(outcome).inc(finals)

    def _stop_waiting(self, track: str) -> None:
        if (pause := self._pauses.pop(track, None)) is not None:
            pause.cancel()

    def _send(self, track: str) -> None:
        self._stop_waiting(track)
        finals = self._gathered.pop(track, [])
        if len(self._tasks) >= MAX_WAITING:
            is_shed = self._shedding is not None and not self._shedding.has_second_pass
            self._count(OVERLOAD if is_shed else "room queue full", len(finals))
        elif finals:
            self._begin(finals)

    def _send_late(self) -> None:
        """Have the next of the finals read that came late, a speaker's neighbouring ones together."""
        while self._outage_finals and len(self._tasks) < LATE_WINDOWS:
            self._begin(self._outage_finals.take_window())

    def _begin(self, finals: list[StoredFinal]) -> None:
        task = asyncio.create_task(self._read(finals))
        self._tasks[task] = len(finals)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        count = self._tasks.pop(task)
        self._storing.discard(task)
        if task.cancelled():
            self._count(DROPPED, count)
        elif (error := task.exception()) is not None:
            self._count("failed", count)
            log.error("refinement_failed", **failure(error))
        self._send_late()

    async def _read(self, finals: list[StoredFinal]) -> None:
        if self._shedding is not None and not await self._shedding.second_pass(OVERLOAD_S):
            self._count(OVERLOAD, len(finals))
            return
        names, spoken = list(self._names()), [final.spoken for final in finals]
        pcm, begins = packed(spoken)
        reading = await self._reader.refine(pcm, self._language, ", ".join(names))
        first = " ".join(final.caption.text for final in finals)
        why = reading.reason if isinstance(reading, Failed) else window_refusal(first, reading)
        if why is not None or isinstance(reading, Failed):
            self._count(why or "failed", len(finals))
            return
        if (task := asyncio.current_task()) is not None:
            self._storing.add(task)
        for final, words in zip(finals, split(reading, spoken, begins), strict=True):
            self._count(await self._consider(final, words, names))

    async def _consider(self, final: StoredFinal, words: list[TimedWord], names: list[str]) -> str:
        first, text = final.caption, "".join(word.w for word in words).strip()
        logprob = sum(math.log(max(word.c, MIN_CONFIDENCE)) for word in words) / max(1, len(words))
        if (why := refusal(first.text, text, logprob, final.spoken.length_ms, names)) is not None:
            return why
        if text == first.text:
            return "unchanged"
        confidence = round(math.exp(logprob), 3)
        stripped = (replace(word, w=word.w.strip()) for word in words)
        # The first pass of Whisper has less exact times than the second, Vosk more exact ones.
        exact = () if first.engine == WhisperEngine.name else final.words
        timed = aligned(text, exact, confidence) or tuple(stripped)
        caption = replace(first, text=text, confidence=confidence, words=timed, revision=first.revision + 1)
        try:
            stored = await self._segments.refine(first.segment, first.revision, text, timed, confidence)
        except SegmentNotStoredError:
            return "not stored"
        if not stored:
            return "revised meanwhile"
        await self._sink.show(caption)
        delay = REFINEMENT_DELAY.labels(first.engine, self._language)
        delay.observe(time.monotonic() - final.since_s)
        return "refined"
