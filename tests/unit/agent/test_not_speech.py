"""Sounds of meetings that are not speech do not open the voice gate: no engine can invent words for them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.recognizer import SAMPLE_RATE_HZ
from agent.voice_gate import VoiceGate

SECONDS = 10
SAMPLES = SECONDS * SAMPLE_RATE_HZ
T = np.arange(SAMPLES) / SAMPLE_RATE_HZ
Sound = NDArray[np.float64]
"""-1 to 1."""


def tones(*hz: float) -> Sound:
    return sum((0.2 * np.sin(2 * np.pi * each * T) for each in hz), np.zeros(SAMPLES))


def noise(loudness: float = 0.2) -> Sound:
    return np.random.default_rng(1).normal(0, loudness, SAMPLES)


def keyboard() -> Sound:
    """Clicks at uneven intervals."""
    chance, sound = np.random.default_rng(2), np.zeros(SAMPLES)
    click = noise(0.5)[:300] * np.exp(-np.arange(300) / 60)
    for at in np.cumsum(chance.integers(1_200, 4_500, 50)):
        sound[at : at + 300] += click[: len(sound[at : at + 300])]
    return sound


def music() -> Sound:
    """Plucked notes with overtones, four a second."""
    chance, sound = np.random.default_rng(3), np.zeros(SAMPLES)
    half = SAMPLE_RATE_HZ // 2
    for at in range(0, SAMPLES - half, SAMPLE_RATE_HZ // 4):
        hz = 220 * 2 ** (chance.integers(0, 24) / 12)
        sound[at : at + half] += (tones(hz, 2 * hz, 3 * hz) * np.exp(-4 * T))[:half]
    return sound


SOUNDS = {
    "white noise": noise(),
    "noise that swells like syllables": noise(0.3) * (0.5 + 0.5 * np.sin(2 * np.pi * 4 * T)),
    "clipped noise": np.sign(noise()),
    "hum": tones(50, 150),
    "dial tone": tones(350, 440),
    "ringing": tones(440, 480) * (np.sin(2 * np.pi * T / 6) > 0),
    "sweep": 0.3 * np.sin(2 * np.pi * (200 * T + 60 * T**2)),
    "keyboard": keyboard(),
    "music": music(),
    "near silence": noise(0.0005),
    "a constant": np.full(SAMPLES, 0.5),
    "zeros": np.zeros(SAMPLES),
}


@pytest.mark.parametrize("loudness", [1, 0.1, 0.01, 0.001])
@pytest.mark.parametrize("sound", SOUNDS.values(), ids=SOUNDS.keys())
def test_gate_stays_closed(sound: Sound, loudness: float) -> None:
    """Nothing is passed on, however quiet it is: the detector's gain does not make it a voice."""
    samples = (np.clip(sound * loudness, -1, 1) * 32_767).astype(np.int16)
    assert VoiceGate().feed(samples) == []
