"""Distinct voices made from the single one that hibari ships.

The model predicts a source and its filters apart, so pitch and formants are moved before there is a waveform:
nothing is cut or stretched afterwards, hence no clicks.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from hibari import Hibari, dsp
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono, 24 kHz, full scale ±1."""

RATE_HZ: int = dsp.SR
LOUDNESS_RMS = 0.09
"""About -21 dBFS while speaking: a headset's level after the browser's gain control."""
PEAK = 0.95
RECIPE = 3
"""Part of each cache key; increment it when a voice's sound changes."""


@dataclass(frozen=True)
class Voice:
    """A voice as factors of the model's speaker; 1.0 is unchanged."""

    pitch: float = 1.0
    formants: float = 1.0
    pace: float = 1.0


VOICES = (
    Voice(),
    Voice(pitch=0.58, formants=0.86, pace=0.97),
    Voice(pitch=1.14, formants=1.06, pace=1.05),
    Voice(pitch=0.8, formants=0.94, pace=1.0),
)
"""In the tape's order of appearance; a fifth person gets the first voice."""


def voice_of(place: int) -> Voice:
    """Return the voice of the tape's n-th person."""
    return VOICES[place % len(VOICES)]


def speech(text: str, voice: Voice, store: Path) -> Samples:
    """Synthesise `text`; cached in `store`."""
    key = hashlib.sha256(repr((RECIPE, voice, text)).encode()).hexdigest()[:32]
    file = store / f"{key}.f32"
    if not file.exists():
        store.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{id(voice):x}.part")
        _even(_speak(text, voice)).tofile(part)
        part.replace(file)
    return np.fromfile(file, np.float32)


@cache
def _model() -> Any:
    return Hibari()


def _speak(text: str, voice: Voice) -> Samples:
    model, noise = _model(), np.random.default_rng(0)
    parts: list[Samples] = []
    for phonemes in model.phonemize(text):
        asked = {
            "ids": np.asarray([model.ids(phonemes)], np.int64),
            "speed": np.asarray([voice.pace], np.float32),
        }
        *filters, f0_hz = (output[0] for output in model.sess.run(None, asked))
        moved = [_stretch(spectrum, voice.formants) for spectrum in filters]
        parts.append(dsp.synth(*moved, f0_hz * voice.pitch, noise))
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _stretch(spectrum: Samples, factor: float) -> Samples:
    """Move frequency f to factor·f; `spectrum` is bins × frames."""
    if factor == 1.0:
        return spectrum
    top = len(spectrum) - 1
    source = np.minimum(np.arange(top + 1) / factor, top)
    below = source.astype(np.intp)
    above = np.minimum(below + 1, top)
    share = (source - below)[:, None].astype(np.float32)
    return np.asarray(spectrum[below] * (1 - share) + spectrum[above] * share, np.float32)


def _even(samples: Samples) -> Samples:
    """Normalise loudness without clipping; pauses do not count."""
    loud = samples[np.abs(samples) > 0.01 * np.max(np.abs(samples), initial=1e-9)]
    rms = float(np.sqrt(np.mean(loud**2))) if len(loud) else 1.0
    louder = samples * (LOUDNESS_RMS / rms)
    over = np.abs(louder) > PEAK / 2
    louder[over] = np.sign(louder[over]) * (PEAK / 2) * (1 + np.tanh(np.abs(louder[over]) / (PEAK / 2) - 1))
    return np.asarray(louder, np.float32)
