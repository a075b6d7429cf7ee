"""Word error rate of each of the demo's voices on the standup tape.

    python -m tests.bench.voices

Needs an English Whisper model under PARLEY_MODELS or `.parley/models`.
"""

import os
import sys
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from server.demo.tape import read_tape
from server.demo.voices import RATE_HZ, VOICES, Samples, speech
from server.models import find_whisper
from server.places import ROOT
from tests.bench.percentiles import machine
from tests.system.word_similarity import words_of

WHISPER_HZ = 16_000
TAPS = 65


def errors(said: list[str], heard: list[str]) -> int:
    """Count substitutions, insertions and deletions (Levenshtein over words)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        corner, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            corner, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, corner + (word != other))
    return row[-1]


def narrowed(samples: Samples) -> Samples:
    """Resample 24 kHz to 16 kHz: windowed-sinc low-pass, then a step of 1.5 samples."""
    ratio = WHISPER_HZ / RATE_HZ
    steps = np.arange(TAPS) - TAPS // 2
    low = np.convolve(samples, np.sinc(steps * ratio) * np.hamming(TAPS) * ratio, "same")
    at = np.arange(int(len(samples) * ratio)) / ratio
    return np.interp(at, np.arange(len(low)), low).astype(np.float32)


def main() -> None:
    """Print one line per voice."""
    home = Path(os.environ.get("PARLEY_HOME") or ROOT / ".parley")
    listed = os.environ.get("PARLEY_MODELS", "").split(os.pathsep)
    path = find_whisper("en", (*(Path(part) for part in listed if part), home / "models"))
    if path is None:
        sys.exit("No Whisper model for English: `parley up` fetches one.")
    model, said = (
        WhisperModel(str(path), device="cpu", compute_type="int8"),
        read_tape(Path("standup")).spoken(),
    )
    sys.stdout.write(f"{machine()}\n")
    for voice in VOICES:
        wrong = total = 0
        for cue in said:
            found, _ = model.transcribe(
                narrowed(speech(cue.text or "", voice, home / "speech")), language="en", beam_size=1
            )
            wanted = words_of(cue.text or "")
            wrong += errors(wanted, words_of(" ".join(one.text for one in found)))
            total += len(wanted)
        sys.stdout.write(f"{voice}: {100 * wrong / total:.1f} % of {total} words wrong\n")


if __name__ == "__main__":
    main()
