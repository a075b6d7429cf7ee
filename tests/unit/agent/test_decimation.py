"""What a stream at 48 kHz becomes at 16 kHz."""

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.decimation import RATE_HZ, Decimator

FRAME = 2400


def tone(hz: float, seconds: float = 1.0) -> NDArray[np.int16]:
    """A sine at a third of full scale."""
    return np.asarray(np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ) * 10_000, np.int16)


def decimated(pcm: NDArray[np.int16], frame: int = FRAME) -> NDArray[np.int16]:
    """The stream, frame by frame."""
    made = Decimator()
    return np.concatenate([made.feed(pcm[at : at + frame]) for at in range(0, len(pcm), frame)])


def level_db(pcm: NDArray[np.int16], of: NDArray[np.int16]) -> float:
    """Power of one against the other, without the filter's first samples."""
    return float(
        10 * np.log10((np.mean(pcm[200:].astype(float) ** 2) + 1e-9) / np.mean(of.astype(float) ** 2))
    )


@pytest.mark.parametrize("hz", [100, 1000, 4000, 6400])
def test_speech_passes(hz: int) -> None:
    """What speech consists of keeps its level."""
    assert abs(level_db(decimated(tone(hz)), tone(hz))) < 0.1


@pytest.mark.parametrize("hz", [8200, 9000, 12_000, 20_000])
def test_nothing_folds_back(hz: int) -> None:
    """What 16 kHz cannot hold is gone, and does not come back as another tone."""
    assert level_db(decimated(tone(hz)), tone(hz)) < -70


def test_every_third_sample() -> None:
    """A frame gives a third of its samples from the first one on, so times stay what they were."""
    made = Decimator()
    assert [len(made.feed(tone(440, 0.05))) for _ in range(3)] == [800, 800, 800]


@pytest.mark.parametrize("frame", [1, 7, 480, 1000])
def test_frames_leave_no_seams(frame: int) -> None:
    """However a stream is cut into frames, it is the same stream."""
    pcm = tone(700, 0.1)
    assert np.array_equal(decimated(pcm, frame), decimated(pcm, len(pcm)))
