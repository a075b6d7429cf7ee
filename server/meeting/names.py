"""Clean names that other applications gave; these cannot be refused."""

from server.meeting.texts import NAME, clean_leniently, shortened

MAX_NAME = NAME.limit
"""Characters; equals the length of the tables' columns."""


def shown(name: str, otherwise: str = "?") -> str:
    """Return the name in one line of at most 120 characters, otherwise as written (texts.py)."""
    return clean_leniently(name, MAX_NAME) or shortened(otherwise, MAX_NAME)


def storable(text: str) -> str:
    """Return the text without NUL and halves of surrogate pairs, which PostgreSQL cannot store."""
    return "".join(letter for letter in text if letter != "\0" and not "\ud800" <= letter <= "\udfff")
