"""How loud each speaker is over a recording, coarse enough to be drawn."""

import numpy as np
from numpy.typing import NDArray

from agent.recording.limiter import Sound
from agent.recording.opus_file import RATE_HZ

STEP = RATE_HZ // 10
"""Samples of a peak: 100 ms."""
MOST_BINS = 2000


class Peaks:
    """Of one speaker, collected block by block."""

    def __init__(self) -> None:
        self._found: list[NDArray[np.float32]] = []

    def feed(self, sound: Sound) -> None:
        """Take a whole number of steps."""
        self._found.append(np.abs(sound).reshape(-1, STEP).max(axis=1, initial=0.0))

    def bins(self) -> list[int]:
        """Return the peaks, 0 to 255, of at most MOST_BINS stretches of equal length."""
        whole = np.concatenate(self._found) if self._found else np.zeros(1, np.float32)
        count = min(MOST_BINS, len(whole))
        edges = np.linspace(0, len(whole), count, endpoint=False).astype(np.int64)
        highest = np.maximum.reduceat(whole, edges)
        return [int(each) for each in np.clip(np.rint(highest * 255), 0, 255)]
