"""Keeps a sum of voices below full scale: the level is lowered before a peak and raised slowly after it."""

import numpy as np
from numpy.typing import NDArray

from agent.recording.opus_file import RATE_HZ

Sound = NDArray[np.float32]
"""Samples from -1 to 1, or beyond where voices add up."""
CEILING = 0.89
"""-1 dB: an encoder may overshoot by as much."""
STEP = RATE_HZ // 100
"""Samples of 10 ms, for each of which a gain is found; also how far ahead the limiter looks."""
RELEASE = 0.005
"""What the gain rises a step: from half to full in a second."""


class Limiter:
    """Returns its input 10 ms later, so that the gain falls before the peak that needs it."""

    def __init__(self) -> None:
        self._kept = np.zeros(0, np.float32)
        self._gain = 1.0
        """Of the step before the kept one."""
        self._kept_gain = 1.0

    def feed(self, sound: Sound) -> Sound:
        """Take a whole number of steps, and return as many, but for the first call one less."""
        peaks = np.abs(sound).reshape(-1, STEP).max(axis=1, initial=0.0)
        needed = np.minimum(1.0, CEILING / np.maximum(peaks, CEILING))
        gains = [self._kept_gain] if len(self._kept) else []
        last = self._kept_gain
        for each in needed:
            last = min(float(each), last + RELEASE)
            gains.append(last)
        whole = np.concatenate((self._kept, sound))
        limited = self._applied(whole[: (len(gains) - 1) * STEP], gains)
        self._kept, self._kept_gain = whole[(len(gains) - 1) * STEP :], last
        self._gain = gains[-2] if len(gains) > 1 else self._gain
        return limited

    def flush(self) -> Sound:
        """Return the last step."""
        return self._applied(self._kept, [self._kept_gain, self._kept_gain])

    def _applied(self, sound: Sound, gains: list[float]) -> Sound:
        """Between two steps the gain is the lower one's, and within a step it changes in a line."""
        steps = np.asarray([self._gain, *gains], np.float32)
        edges = np.minimum(steps[:-1], steps[1:])
        begins, ends = edges[:-1, None], edges[1:, None]
        line = begins + (ends - begins) * (np.arange(STEP, dtype=np.float32) / STEP)
        return np.asarray(sound.reshape(-1, STEP) * line[: len(sound) // STEP], np.float32).reshape(-1)
