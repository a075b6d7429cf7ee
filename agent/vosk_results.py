"""Reads Vosk's results."""

import json
import re

from agent.recognizer import TimedWord

NOT_A_WORD = re.compile(r"\[[^\]]*\]|<[^>]*>")
"""Models' marks for noise and unknown words: [2], [noise], <UNK>."""


def clean(text: str) -> str:
    """Remove marks that are not words."""
    return " ".join(NOT_A_WORD.sub(" ", text).split())


def words_of(result: str, base_ms: float) -> tuple[TimedWord, ...]:
    """Parse a Vosk result, whose times count from the recognizer's first sample, not the utterance's."""
    return tuple(
        TimedWord(
            each["word"],
            max(0, round(each["start"] * 1000 - base_ms)),
            max(0, round(each["end"] * 1000 - base_ms)),
            round(each["conf"], 3),
        )
        for each in json.loads(result).get("result", [])
        if clean(each["word"])
    )
