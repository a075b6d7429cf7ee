"""The instrument of the benchmark of playback: where something heard is from."""

import numpy as np
from numpy.typing import NDArray

from server.demo.voices import RATE_HZ
from tests.bench.heard_place import place_of

BEGIN_MS, LENGTH_MS = 2000, 400
SECOND_MS = 2600


def words() -> NDArray[np.int16]:
    """Five seconds with a word at BEGIN_MS, and one ten times as loud at SECOND_MS."""
    rng = np.random.default_rng(1)
    sound = rng.normal(0, 20, 5 * RATE_HZ)
    for at_ms, level in ((BEGIN_MS, 1500), (SECOND_MS, 15_000)):
        begin, length = samples(at_ms), samples(LENGTH_MS)
        voice = np.convolve(rng.normal(0, 1, length), np.hanning(24), "same")
        sound[begin : begin + length] += level * voice / np.abs(voice).max()
    return sound.astype(np.int16)


def samples(ms: int) -> int:
    """Convert to samples."""
    return ms * RATE_HZ // 1000


def heard(sound: NDArray[np.int16], from_ms: int) -> NDArray[np.float32]:
    """Return what a player that is sent there lets hear."""
    return (sound[samples(from_ms) : samples(from_ms + LENGTH_MS)] / 32_768).astype(np.float32)


def test_place() -> None:
    """It is found to the sample, wherever it is expected."""
    sound = words()
    for near_ms in (BEGIN_MS, BEGIN_MS - 700, BEGIN_MS + 900):
        assert abs(place_of(heard(sound, BEGIN_MS), sound, near_ms) - BEGIN_MS) < 1


def test_louder_beside() -> None:
    """A louder word beside it is not taken for it, though the samples correlate with it more."""
    sound = words()
    quiet = heard(sound, BEGIN_MS) + 0.02 * heard(sound, SECOND_MS)
    assert abs(place_of(quiet, sound, BEGIN_MS) - BEGIN_MS) < 1


def test_old_sound_first() -> None:
    """What is played from before the jump does not count."""
    sound = words()
    late = heard(sound, BEGIN_MS)
    late[: samples(60)] = heard(sound, SECOND_MS)[: samples(60)]
    assert abs(place_of(late, sound, BEGIN_MS) - BEGIN_MS - 60) <= 20


def test_other_place() -> None:
    """A jump that goes wrong is told."""
    sound = words()
    assert abs(place_of(heard(sound, BEGIN_MS + 150), sound, BEGIN_MS) - BEGIN_MS - 150) < 1
