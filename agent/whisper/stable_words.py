"""What is shown of an interim: its last word may be cut off, so it waits for a second reading that has it."""

from itertools import takewhile

from agent.comparable_words import comparable, is_unspaced

UNFINISHED = ".…,;:-–—"
"""Punctuation that Whisper puts at the end of any samples."""
HELD_BACK_LETTERS = 2
"""Of scripts without spaces."""


class StableWords:
    """The interims of one segment.

    Simulated on read and synthesized English (a request each 400 ms): of all words shown at once 41 a minute
    are taken back; without the last 13; of words in two readings in a row 6, but they come 0.2 s later.
    """

    def __init__(self) -> None:
        self._before: list[str] = []

    def update(self, text: str) -> str:
        """Return what to show of the next reading: all but its end, or what the one before had too."""
        if is_unspaced(text) and " " not in text:
            return text[: -HELD_BACK_LETTERS or None].rstrip(UNFINISHED)
        words = text.split()
        fresh = [comparable(word) for word in words]
        pairs = zip(self._before, fresh, strict=False)
        agreed = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        self._before = fresh
        return " ".join(words[: max(agreed, len(words) - 1)]).rstrip(UNFINISHED)
