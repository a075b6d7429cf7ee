"""Two texts of the same speech, word by word: case, punctuation and spelling of spaces do not count."""

import unicodedata
from difflib import SequenceMatcher

UNSPACED = (
    ("\u0e00", "\u0eff"),
    ("\u1100", "\u11ff"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"),
    ("\uac00", "\ud7ff"),
)
"""Scripts compared letter by letter: without spaces, or with spaces that engines place differently."""


def comparable(word: str) -> str:
    """Return a word's letters and digits in one case."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def is_unspaced(text: str) -> bool:
    """Whether a text is compared letter by letter."""
    return any(first <= letter <= last for letter in text for first, last in UNSPACED)


def units(text: str) -> list[str]:
    """Return what is compared of a text: its words, or its letters."""
    words = [word for word in map(comparable, text.split()) if word]
    return list("".join(words)) if is_unspaced(text) else words


def matcher(first: list[str], second: list[str]) -> SequenceMatcher[str]:
    """Compare two lists of units."""
    return SequenceMatcher(None, first, second, autojunk=False)


def similarity(one: str, other: str) -> float:
    """Share of letters that two spellings have in common, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
