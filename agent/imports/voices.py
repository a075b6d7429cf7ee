"""Which channels of a recording are different people, and each one's own sound.

A stereo recording of one room has nearly the same sound in both channels; a call recorded with a channel a
person has not: their loudness changes independently.
"""

import numpy as np
from numpy.typing import NDArray

WINDOW_MS = 50
SILENT_SHARE = 0.001
"""A channel with less than this share of the loudest one's energy is silent."""
SAME_LOUDNESS = 0.7
"""Correlation of loudness from which on two channels are one source. Two people who take turns have 0 or
less, also when each is heard in the other's channel; two microphones in a room 0.8 and more."""
OTHERS_LOUDER = 4.0
"""A voice that is so many times quieter than another channel's is that one, heard across."""
SMOOTH_WINDOWS = 5

Loudness = NDArray[np.float32]
"""Channels × windows: the root of the mean square of each."""


def loudness_of(samples: NDArray[np.int16], window: int) -> Loudness:
    """Return the loudness of channels × samples, whose number is a multiple of `window`."""
    parts = samples.reshape(samples.shape[0], -1, window).astype(np.float32)
    found: Loudness = np.sqrt(np.mean(parts * parts, axis=2))
    return found


def voices_of(loudness: Loudness) -> list[list[int]]:
    """Group the channels by source, in order; silent ones are left out, unless all are."""
    energy = np.sum(loudness.astype(np.float64) ** 2, axis=1)
    heard = [c for c in range(len(loudness)) if energy[c] > SILENT_SHARE * energy.max(initial=0)]
    if len(heard) < 2:
        return [heard or [0]]
    alike = np.corrcoef(loudness[heard] + _trace(loudness))
    groups: list[list[int]] = []
    for index, channel in enumerate(heard):
        for group in groups:
            if any(alike[index, heard.index(other)] > SAME_LOUDNESS for other in group):
                group.append(channel)
                break
        else:
            groups.append([channel])
    return groups


def _trace(loudness: Loudness) -> Loudness:
    """Almost nothing, so that a constant channel has a correlation."""
    return np.linspace(0, 1e-6, loudness.shape[1], dtype=np.float32)[None, :]


def audible(loudness: Loudness, voices: list[list[int]]) -> NDArray[np.bool_]:
    """Return voices × windows: whether somebody's own voice may be heard, and not another's across."""
    own = np.stack([loudness[group].max(axis=0) for group in voices])
    kernel = np.ones(SMOOTH_WINDOWS, np.float32) / SMOOTH_WINDOWS
    smooth = np.stack([np.convolve(each, kernel, mode="same") for each in own])
    heard: NDArray[np.bool_] = smooth * OTHERS_LOUDER >= smooth.max(axis=0)[None, :]
    return heard
