"""Takes every third sample of a stream at 48 kHz, without what 16 kHz cannot hold."""

import numpy as np
from numpy.typing import NDArray

FACTOR = 3
TAPS = 384
"""Length of the filter: 4 ms of delay."""
CUTOFF_HZ = 7_700.0
RATE_HZ = 48_000
KAISER_BETA = 7.86
"""80 dB below; with TAPS the slope is 0.6 kHz wide and ends at 8 kHz (Kaiser's formula)."""


def low_pass() -> NDArray[np.float32]:
    """Return the windowed sinc, symmetric, its sum 1."""
    at = np.arange(TAPS) - (TAPS - 1) / 2
    taps = np.sinc(2 * CUTOFF_HZ / RATE_HZ * at) * np.kaiser(TAPS, KAISER_BETA)
    return np.asarray(taps / taps.sum(), np.float32)


PHASES = [low_pass()[phase::FACTOR].copy() for phase in range(FACTOR)]


class Decimator:
    """Keeps the end of each frame for the next one, so that a stream is filtered without seams."""

    def __init__(self) -> None:
        self._kept = np.zeros(TAPS - FACTOR, np.float32)

    def feed(self, pcm: NDArray[np.int16]) -> NDArray[np.int16]:
        """Return a third as many samples; up to two are kept for the next call."""
        whole = np.concatenate((self._kept, pcm), dtype=np.float32)
        count = max(0, (len(whole) - TAPS) // FACTOR + 1)
        self._kept = whole[count * FACTOR :]
        if not count:
            return np.zeros(0, np.int16)
        used = whole[: (count - 1) * FACTOR + TAPS]
        filtered = sum(
            np.correlate(np.ascontiguousarray(used[phase::FACTOR]), taps, "valid")[:count]
            for phase, taps in enumerate(PHASES)
        )
        return np.clip(np.rint(filtered), -32768, 32767).astype(np.int16)
