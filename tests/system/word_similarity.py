"""How alike two wordings are: what a recognizer hears is never letter for letter what was said."""

import re
from difflib import SequenceMatcher

ENOUGH = 0.75
"""Share of the said words that must be heard, in order. Whisper tiny.en hears 96 % of these voices."""


def words_of(text: str) -> list[str]:
    """Give the words in lower case, without punctuation."""
    return re.findall(r"[\w']+", text.lower())


def heard(said: str, text: str) -> float:
    """Give the share of the words of `said` that stand in `text` in the same order."""
    found = matched_words(words_of(said), words_of(text))
    return sum(found) / len(found)


def matched_words(wanted: list[str], given: list[str]) -> list[bool]:
    """Say of each wanted word whether it stands in `given`, in the same order."""
    found = [False] * len(wanted)
    for block in SequenceMatcher(None, wanted, given, autojunk=False).get_matching_blocks():
        found[block.a : block.a + block.size] = [True] * block.size
    return found
