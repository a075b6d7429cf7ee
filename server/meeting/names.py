"""Names from outside, made fit to be shown: what other applications call people is not ours to refuse."""

from server.meeting.texts import NAME, mended, shortened

MAX_NAME = NAME.limit
"""Characters; the tables' columns are as long."""


def shown(name: str, otherwise: str = "?") -> str:
    """Give the name in one line of at most 120 characters, as its owner writes it (texts.py)."""
    return mended(name, MAX_NAME) or shortened(otherwise, MAX_NAME)


def storable(text: str) -> str:
    """Give the text as PostgreSQL can keep it: without NUL and halves of surrogate pairs."""
    return "".join(letter for letter in text if letter != "\0" and not "\ud800" <= letter <= "\udfff")
