"""Where in a recording something heard is from, when a codec and a player lie between."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from server.demo.voices import RATE_HZ

AROUND_S = 1.0
"""Looked through on both sides of where it is expected."""
BLOCK = RATE_HZ // 50
BANDS_HZ = (50, 200, 400, 600, 1000, 1600, 3000, 6000, 10_000)
DIFFERENT_DB = 6.0
"""On average over the bands: a codec changes less, another sound more."""
FLOOR = 60.0
"""Of 32,767: codecs do not keep what is quieter."""


def place_of(heard: NDArray[np.float32], sound: NDArray[np.int16], near_ms: int) -> float:
    """Where in the recording the sound begins, in milliseconds; `heard` from -1 to 1, both at RATE_HZ.

    What the player had buffered from before, and plays first, is left out.
    """
    old = len(heard) // 4
    begin = max(0, round((near_ms / 1000 - AROUND_S) * RATE_HZ))
    part = sound[begin : begin + round(2 * AROUND_S * RATE_HZ) + len(heard)].astype(np.float32)
    at = max(0, int(np.argmax(_likeness(heard[old:], part))) - old)
    apart_db = np.abs(_bands_db(heard * 32_768) - _bands_db(part[at : at + len(heard)])).mean(axis=1)
    return (begin + at + int(np.argmin(apart_db > DIFFERENT_DB)) * BLOCK) / RATE_HZ * 1000


def _likeness(heard: NDArray[np.float32], part: NDArray[np.float32]) -> NDArray[np.float64]:
    """Correlation at each place, over the loudness there: else the loudest place would be the likest."""
    size = 1 << (2 * len(part)).bit_length()
    matches = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(heard, size)), size)
    sums = np.concatenate(([0.0], np.cumsum(np.square(part, dtype=np.float64))))
    loudness = np.sqrt(sums[len(heard) :] - sums[: -len(heard)])
    likeness: NDArray[np.float64] = matches[: len(loudness)] / np.maximum(loudness, 1.0)
    return likeness


def _bands_db(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Power of each block in each band: noise that a codec makes anew has it, too."""
    count = len(samples) // BLOCK
    blocks = samples[: count * BLOCK].reshape(count, BLOCK) * np.hanning(BLOCK)
    power = np.abs(np.fft.rfft(blocks)) ** 2
    edges = [round(each * BLOCK / RATE_HZ) for each in BANDS_HZ]
    bands = [power[:, low:high].mean(axis=1) for low, high in pairwise(edges)]
    level: NDArray[np.float64] = 10 * np.log10(np.stack(bands, axis=1) + BLOCK * FLOOR**2 / 4)
    return level
