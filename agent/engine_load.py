"""Measures whether the engine of a job keeps up with speech: at a load of 1 finals begin to be too late."""

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agent.recognizer import BYTES_PER_MS
from agent.voice_gate import SpeechAudio, SpeechEnded, SpeechStarted, VadEvent

LATE_S = 2.0
"""An engine that takes longer for one call is too late: with the silence before a final, the 2.5 s that
`parley capacity` allows."""
RECENT_S = 15.0
MIN_UTTERANCES = 3
"""With fewer, the others count as prompt: one late final is not a loaded machine."""
MIN_SPEECH_S = 1.0
"""An utterance with less speech has no real-time factor."""


@dataclass(frozen=True, slots=True)
class LoadFigure:
    """The load of the utterances of the last RECENT_S, in one job."""

    total: float = 0.0
    utterances: int = 0
    speaking: int = 0
    """Tracks in whose utterance the engine is now."""


def mean_load(figures: Iterable[LoadFigure]) -> float:
    """The mean of all utterances, 0 if nobody spoke."""
    found = tuple(figures)
    return sum(each.total for each in found) / max(MIN_UTTERANCES, sum(each.utterances for each in found))


@dataclass(slots=True)
class _Utterance:
    longest_s: float = 0.0
    busy_s: float = 0.0
    speech_s: float = 0.0
    call_since_s: float | None = None

    def load(self, now_s: float) -> float:
        """The longest call by what is allowed, or the real-time factor if that is worse."""
        longest_s = max(self.longest_s, now_s - self.call_since_s if self.call_since_s is not None else 0.0)
        factor = self.busy_s / self.speech_s if self.speech_s >= MIN_SPEECH_S else 0.0
        return max(longest_s / LATE_S, factor)


class EngineLoad:
    """Meter of all tracks of a job.

    An engine that decodes as it is fed shows by its real-time factor that it will be late, before it is; one
    that reads a whole utterance at its end shows it by the length of that call.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._current: dict[str, _Utterance] = {}
        self._ended: deque[tuple[float, float]] = deque()
        """When each utterance ended, and its load."""

    @contextlib.contextmanager
    def timed(self, track: str, event: VadEvent) -> Iterator[None]:
        """Measure one call of the engine, including its wait for a thread or a process."""
        if isinstance(event, SpeechStarted):
            self._end(track)
            self._current[track] = _Utterance()
        if (utterance := self._current.get(track)) is None:
            yield
            return
        utterance.call_since_s = began_s = self._now_s()
        try:
            yield
        finally:
            took_s, utterance.call_since_s = self._now_s() - began_s, None
            utterance.longest_s = max(utterance.longest_s, took_s)
            if isinstance(event, SpeechAudio):
                utterance.busy_s += took_s
                utterance.speech_s += len(event.pcm) / BYTES_PER_MS / 1000
            if isinstance(event, SpeechEnded):
                self._end(track)

    def forget(self, track: str) -> None:
        """End what a track that is gone left open."""
        self._end(track)

    def figure(self) -> LoadFigure:
        """The load at present."""
        now_s = self._now_s()
        while self._ended and now_s - self._ended[0][0] > RECENT_S:
            self._ended.popleft()
        loads = [load for _, load in self._ended]
        loads += [utterance.load(now_s) for utterance in self._current.values()]
        return LoadFigure(round(sum(loads), 3), len(loads), len(self._current))

    def _end(self, track: str) -> None:
        if (utterance := self._current.pop(track, None)) is not None:
            now_s = self._now_s()
            self._ended.append((now_s, utterance.load(now_s)))
