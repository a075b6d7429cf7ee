"""Detects texts that repeat themselves, as Whisper's do when it is caught in a loop."""

import zlib

REPETITION = 2.4
"""Whisper's own limit: zlib compression ratio above which a text is a repeated phrase."""


def repetition(text: str) -> float:
    """Compression ratio of the text under zlib."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0
