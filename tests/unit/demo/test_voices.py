"""Laws of the voices: distinct, level, unclipped, the same each time."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from server.demo.voices import LOUDNESS_RMS, PEAK, RATE_HZ, VOICES, Samples, Voice, speech

LINE = "We will know more when the morning is over."


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[Voice, Samples]:
    """One line in every voice."""
    store = tmp_path_factory.mktemp("speech")
    return {voice: speech(LINE, voice, store) for voice in VOICES}


def pitch_hz(samples: Samples) -> float:
    """Median fundamental of the voiced stretches, by autocorrelation over 60 ms."""
    size, lags = int(0.06 * RATE_HZ), np.arange(int(RATE_HZ / 320), int(RATE_HZ / 75))
    found = []
    for at in range(0, len(samples) - size, size // 2):
        piece = samples[at : at + size] * np.hanning(size)
        echo = np.fft.irfft(np.abs(np.fft.rfft(piece, 4 * size)) ** 2)
        best = lags[np.argmax(echo[lags])]
        if echo[0] > 0.1 and echo[best] > 0.5 * echo[0]:
            found.append(RATE_HZ / best)
    return float(np.median(found))


def test_voices_differ_by_ten_percent_of_pitch(spoken: dict[Voice, Samples]) -> None:
    """A listener tells any two people apart."""
    for one, other in combinations(map(pitch_hz, spoken.values()), 2):
        assert max(one, other) / min(one, other) > 1.1


@pytest.mark.parametrize("voice", VOICES, ids=str)
def test_no_sample_is_clipped(spoken: dict[Voice, Samples], voice: Voice) -> None:
    """Peaks bend before full scale."""
    assert np.max(np.abs(spoken[voice])) <= PEAK


@pytest.mark.parametrize("voice", VOICES, ids=str)
def test_voices_are_equally_loud(spoken: dict[Voice, Samples], voice: Voice) -> None:
    """Nobody is louder because of their formants."""
    samples = spoken[voice]
    loud = samples[np.abs(samples) > 0.01 * np.max(np.abs(samples))]
    assert np.sqrt(np.mean(loud**2)) == pytest.approx(LOUDNESS_RMS, rel=0.1)


@pytest.mark.parametrize("voice", VOICES, ids=str)
def test_speech_begins_and_ends_without_a_click(spoken: dict[Voice, Samples], voice: Voice) -> None:
    """The borders are near silence, so lines can be laid anywhere."""
    assert np.max(np.abs(spoken[voice][[0, -1]])) < 0.02


def test_a_line_spoken_again_is_the_same(tmp_path: Path, spoken: dict[Voice, Samples]) -> None:
    """A tape sounds alike on every run: tests and benchmarks depend on it."""
    assert np.array_equal(speech(LINE, VOICES[0], tmp_path), spoken[VOICES[0]])
