"""Names from outside, made fit to be shown: what other applications call people is not ours to refuse."""

import unicodedata

MAX_NAME = 120
"""Characters; the tables' columns are as long."""


def shown(name: str, otherwise: str = "?") -> str:
    """Give the name in one line of at most 120 characters, without control and direction characters."""
    spaced = " ".join(name.split())
    kept = "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C")
    return kept[:MAX_NAME].strip() or otherwise[:MAX_NAME]


def storable(text: str) -> str:
    """Give the text as PostgreSQL can keep it: without NUL."""
    return text.replace("\0", "")
