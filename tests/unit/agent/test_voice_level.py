"""What the voice detector is given of quiet, loud and shifted sound."""

import numpy as np
import pytest
from livekit.local_inference import VAD_WINDOW_SAMPLES
from numpy.typing import NDArray

from agent.voice_level import MAX_GAIN, TARGET_RMS, LevelledVad


def tone(rms: float, offset: int = 0, windows: int = 1) -> NDArray[np.int16]:
    """Eight whole periods a window."""
    at = np.arange(windows * VAD_WINDOW_SAMPLES) * (8 * 2 * np.pi / VAD_WINDOW_SAMPLES)
    return np.asarray(np.rint(np.sqrt(2) * rms * np.sin(at) + offset), np.int16)


def loudness(samples: NDArray[np.int16]) -> float:
    """Return the root of the mean square."""
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


@pytest.mark.parametrize("rms", [TARGET_RMS / 5, TARGET_RMS, TARGET_RMS * 10])
def test_one_level(rms: float) -> None:
    """Quiet and loud sound have the same level, from the first window on."""
    assert loudness(LevelledVad().levelled(tone(rms))) == pytest.approx(TARGET_RMS, rel=0.01)


def test_most_gain() -> None:
    """What is too quiet to be somebody at the microphone stays quiet."""
    assert loudness(LevelledVad().levelled(tone(TARGET_RMS / 100))) <= TARGET_RMS / 100 * MAX_GAIN * 1.05


def test_pause() -> None:
    """The noise in a pause after a voice is not raised to the voice's level."""
    detector = LevelledVad()
    detector.levelled(tone(TARGET_RMS))
    assert loudness(detector.levelled(tone(TARGET_RMS / 50))) < TARGET_RMS / 40


def test_offset() -> None:
    """A constant offset is taken away, and does not count as loudness."""
    levelled = LevelledVad().levelled(tone(TARGET_RMS / 5, offset=12_000))
    assert abs(levelled.mean()) < 1
    assert loudness(levelled) == pytest.approx(TARGET_RMS, rel=0.01)


def test_silence() -> None:
    """Zeros and a constant stay silence."""
    detector = LevelledVad()
    for value in (0, 16_000):
        detector.reset()
        assert not detector.levelled(np.full(VAD_WINDOW_SAMPLES, value, np.int16)).any()
