"""Detects texts that repeat themselves, as Whisper's do when it is caught in a loop."""

import zlib

from agent.comparable_words import comparable

REPETITION = 2.4
"""Whisper's own limit: zlib compression ratio above which a text is a repeated phrase."""
MIN_PHRASE = 5
"""Words of a phrase: a shorter one is said twice by people, too."""
WORDS_PER_S = 6.0
"""Faster than anybody says a sentence, with the silence around it."""


def repetition(text: str) -> float:
    """Compression ratio of the text under zlib."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def is_doubled(text: str, seconds: float) -> bool:
    """Whether the text is one phrase twice, in too short a time for both: Whisper's shortest loop."""
    words = words_of(text)
    half = len(words) // 2
    return half >= MIN_PHRASE and words[:half] == words[half:] and len(words) > WORDS_PER_S * seconds


def words_of(text: str) -> list[str]:
    """Return the words that stand between spaces, without case and punctuation."""
    return [word for word in map(comparable, text.split()) if word]
