"""Voice gate: passes speech to the engine and splits it into utterances at pauses.

Silence costs Vosk a third of the time of speech and makes Whisper hallucinate; the gate takes 1/300 of
real time (measured, one busy core), so it precedes both.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from livekit.local_inference import VAD_WINDOW_SAMPLES
from numpy.typing import NDArray

from agent.recognizer import SAMPLE_RATE_HZ
from agent.voice_level import LevelledVad

WINDOW_MS = VAD_WINDOW_SAMPLES * 1000 // SAMPLE_RATE_HZ
SPEECH_STARTS_AT = 0.5
SPEECH_ENDS_AT = 0.35
START_WINDOWS = 3
"""96 ms of voice open the gate; a click does not."""
ONSET_MS = START_WINDOWS * WINDOW_MS
PAUSE_WINDOWS = 5
"""160 ms without voice are a pause: the speaker may have finished."""
END_WINDOWS = 13
"""416 ms without voice end the utterance."""
PREROLL_WINDOWS = 10
"""320 ms before the opening are included, because the gate does not detect soft consonants as voice."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Start of an utterance; `age_ms` is the distance from its first sample to the end of what was fed."""

    pcm: bytes
    age_ms: int


@dataclass(frozen=True, slots=True)
class SpeechAudio:
    """More samples of the utterance."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """A pause; the utterance may have ended."""


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """End of the utterance."""


VadEvent = SpeechStarted | SpeechAudio | SpeechPaused | SpeechEnded


class VoiceDetector(Protocol):
    """Voice activity detector."""

    def predict(self, pcm: NDArray[np.int16]) -> float:
        """Return the probability of voice in exactly VAD_WINDOW_SAMPLES samples."""

    def reset(self) -> None:
        """Clear the detector's state."""


class VoiceGate:
    """Gate of one track; takes frames of any size."""

    def __init__(self, detector: VoiceDetector | None = None) -> None:
        self._detector: VoiceDetector = detector or LevelledVad()
        self._rest = np.empty(0, np.int16)
        self._preroll: deque[NDArray[np.int16]] = deque(maxlen=PREROLL_WINDOWS + START_WINDOWS)
        self._is_open = False
        self._voiced = 0
        self._silent = 0

    def feed(self, pcm: NDArray[np.int16]) -> list[VadEvent]:
        """Return the events in these samples."""
        samples = np.concatenate((self._rest, pcm))
        whole = len(samples) - len(samples) % VAD_WINDOW_SAMPLES
        self._rest = samples[whole:]
        cues: list[VadEvent] = []
        for at in range(0, whole, VAD_WINDOW_SAMPLES):
            behind = len(samples) - at - VAD_WINDOW_SAMPLES
            cues.extend(self._window(samples[at : at + VAD_WINDOW_SAMPLES], behind))
        return merge_speech_audio(cues)

    def flush(self) -> list[VadEvent]:
        """End the utterance now: the microphone was muted or the track has ended."""
        was_open, self._is_open = self._is_open, False
        self._voiced = self._silent = 0
        self._rest = np.empty(0, np.int16)
        self._preroll.clear()
        self._detector.reset()
        return [SpeechEnded()] if was_open else []

    def _window(self, window: NDArray[np.int16], behind: int) -> Iterator[VadEvent]:
        probability = self._detector.predict(np.ascontiguousarray(window))
        if self._is_open:
            yield from self._while_open(window, probability)
            return
        self._preroll.append(window)
        self._voiced = self._voiced + 1 if probability >= SPEECH_STARTS_AT else 0
        if self._voiced == START_WINDOWS:
            before = np.concatenate(self._preroll)
            self._preroll.clear()
            self._is_open, self._silent = True, 0
            yield SpeechStarted(before.tobytes(), (len(before) + behind) * 1000 // SAMPLE_RATE_HZ)

    def _while_open(self, window: NDArray[np.int16], probability: float) -> Iterator[VadEvent]:
        yield SpeechAudio(window.tobytes())
        self._silent = self._silent + 1 if probability < SPEECH_ENDS_AT else 0
        if self._silent == PAUSE_WINDOWS:
            yield SpeechPaused()
        elif self._silent == END_WINDOWS:
            self._is_open, self._voiced = False, 0
            yield SpeechEnded()


def merge_speech_audio(cues: list[VadEvent]) -> list[VadEvent]:
    """Join adjacent audio events, so that the engine is called once per frame."""
    merge_speech_audio: list[VadEvent] = []
    for event in cues:
        last = merge_speech_audio[-1] if merge_speech_audio else None
        if isinstance(event, SpeechAudio) and isinstance(last, SpeechAudio):
            merge_speech_audio[-1] = SpeechAudio(last.pcm + event.pcm)
        else:
            merge_speech_audio.append(event)
    return merge_speech_audio
