"""Makes Vosk's recognizers."""

from typing import Any

import vosk

from agent.recognizer import BYTES_PER_MS, SAMPLE_RATE_HZ

WARM_UP_MS = 600
"""Silence fed to a new recognizer, which expands the start of its graph: saves the first speech 0.7 s."""


def new_warm_recognizer(model: Any) -> Any:
    """Create a warmed-up recognizer; blocks for most of a second."""
    kaldi = vosk.KaldiRecognizer(model, SAMPLE_RATE_HZ)
    kaldi.SetWords(True)
    kaldi.AcceptWaveform(bytes(WARM_UP_MS * BYTES_PER_MS))
    kaldi.FinalResult()
    return kaldi
