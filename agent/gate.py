"""The voice gate: what is worth an engine's time, cut where the speaker pauses.

Silence costs a Vosk recognizer a third of speech and makes Whisper invent; the gate costs a two-thousandth of
real time (measured, `livekit.local_inference.VAD`, one core), so it stands before both.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from livekit.local_inference import VAD, VAD_WINDOW_SAMPLES
from numpy.typing import NDArray

from agent.recognizer import SAMPLE_RATE_HZ

WINDOW_MS = VAD_WINDOW_SAMPLES * 1000 // SAMPLE_RATE_HZ
OPEN_AT = 0.5
CLOSE_AT = 0.35
OPEN_WINDOWS = 3
"""96 ms of voice open it: a click does not."""
PAUSE_WINDOWS = 6
"""192 ms without voice: the speaker may have finished."""
CLOSE_WINDOWS = 14
"""448 ms without voice: they have."""
PREROLL_WINDOWS = 10
"""320 ms before the opening go with it: the onset of a soft consonant is not voice to the gate."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody began to speak; `age_ms` is how far before the end of what was fed the samples begin."""

    pcm: bytes
    age_ms: int


@dataclass(frozen=True, slots=True)
class Voice:
    """They go on."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Paused:
    """They may have finished."""


@dataclass(frozen=True, slots=True)
class Closed:
    """They have finished."""


Cue = Opened | Voice | Paused | Closed


class Detector(Protocol):
    """Gives the probability of voice in one window."""

    def predict(self, pcm: NDArray[np.int16]) -> float:
        """Take exactly VAD_WINDOW_SAMPLES."""

    def reset(self) -> None:
        """Forget what was heard."""


class VoiceGate:
    """One track's gate, fed with whatever frames come."""

    def __init__(self, detector: Detector | None = None) -> None:
        self._detector: Detector = detector or VAD()
        self._rest = np.empty(0, np.int16)
        self._preroll: deque[NDArray[np.int16]] = deque(maxlen=PREROLL_WINDOWS + OPEN_WINDOWS)
        self._is_open = False
        self._voiced = 0
        self._silent = 0

    def feed(self, pcm: NDArray[np.int16]) -> list[Cue]:
        """Say what happened in these samples."""
        samples = np.concatenate((self._rest, pcm))
        whole = len(samples) - len(samples) % VAD_WINDOW_SAMPLES
        self._rest = samples[whole:]
        cues: list[Cue] = []
        for at in range(0, whole, VAD_WINDOW_SAMPLES):
            behind = len(samples) - at - VAD_WINDOW_SAMPLES
            cues.extend(self._window(samples[at : at + VAD_WINDOW_SAMPLES], behind))
        return joined(cues)

    def flush(self) -> list[Cue]:
        """End the utterance here: the microphone was muted or the track is gone."""
        was_open, self._is_open = self._is_open, False
        self._voiced = self._silent = 0
        self._rest = np.empty(0, np.int16)
        self._preroll.clear()
        self._detector.reset()
        return [Closed()] if was_open else []

    def _window(self, window: NDArray[np.int16], behind: int) -> Iterator[Cue]:
        probability = self._detector.predict(np.ascontiguousarray(window))
        if self._is_open:
            yield from self._while_open(window, probability)
            return
        self._preroll.append(window)
        self._voiced = self._voiced + 1 if probability >= OPEN_AT else 0
        if self._voiced == OPEN_WINDOWS:
            before = np.concatenate(self._preroll)
            self._preroll.clear()
            self._is_open, self._silent = True, 0
            yield Opened(before.tobytes(), (len(before) + behind) * 1000 // SAMPLE_RATE_HZ)

    def _while_open(self, window: NDArray[np.int16], probability: float) -> Iterator[Cue]:
        yield Voice(window.tobytes())
        self._silent = self._silent + 1 if probability < CLOSE_AT else 0
        if self._silent == PAUSE_WINDOWS:
            yield Paused()
        elif self._silent == CLOSE_WINDOWS:
            self._is_open, self._voiced = False, 0
            yield Closed()


def joined(cues: list[Cue]) -> list[Cue]:
    """Neighbouring stretches of voice as one: an engine is called once a frame."""
    joined: list[Cue] = []
    for cue in cues:
        last = joined[-1] if joined else None
        if isinstance(cue, Voice) and isinstance(last, Voice):
            joined[-1] = Voice(last.pcm + cue.pcm)
        else:
            joined.append(cue)
    return joined
