"""Brings sound to one level for the voice detector, which detects quiet and overdriven voices late or never.

Engines get the samples as they are: they adapt to the level themselves.
"""

import numpy as np
from livekit.local_inference import VAD, VAD_WINDOW_SAMPLES
from numpy.typing import NDArray

from agent.recognizer import SAMPLE_RATE_HZ

TARGET_RMS = 0.05 * 32_768
"""-26 dBFS."""
MAX_GAIN = 10.0
"""20 dB. With 40 dB the detector takes very quiet music for voice, and would find the rest of an echo."""
RELEASE = 10 ** (-6 / 20 * VAD_WINDOW_SAMPLES / SAMPLE_RATE_HZ)
"""Of one window: the level falls by 6 dB a second, so that a pause is no louder than the voice around it."""
OFFSET_WEIGHT = 0.1
"""Of one window in the average of the offset (DC): a tenth of a second."""


class LevelledVad:
    """Voice detector of one track, with gain control and without DC offset before it."""

    def __init__(self) -> None:
        self._vad = VAD()
        self._level: float = 1.0
        self._offset: float | None = None

    def predict(self, pcm: NDArray[np.int16]) -> float:
        """Return the probability of voice in exactly VAD_WINDOW_SAMPLES samples."""
        return self._vad.predict(self.levelled(pcm))

    def reset(self) -> None:
        """Clear the state."""
        self._vad.reset()
        self._level, self._offset = 1.0, None

    def levelled(self, pcm: NDArray[np.int16]) -> NDArray[np.int16]:
        """Return what the detector is given: a louder window lowers the gain at once."""
        samples = pcm.astype(np.float32)
        mean = float(samples.mean())
        self._offset = mean if self._offset is None else self._offset + OFFSET_WEIGHT * (mean - self._offset)
        samples -= self._offset
        self._level = max(float(np.sqrt(np.mean(samples**2))), self._level * RELEASE, 1.0)
        samples *= min(MAX_GAIN, TARGET_RMS / self._level)
        return np.clip(np.rint(samples), -32_768, 32_767).astype(np.int16)
