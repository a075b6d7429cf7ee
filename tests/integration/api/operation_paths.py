"""Fills the names in the paths of operations."""

from string import Formatter
from uuid import uuid4

WORDS = {"format": "txt"}
"""What a name stands for that is no id."""


def filled(path: str, slug: str) -> str:
    """Return a path with this room, and ids of nobody."""
    names = {name for _, name, _, _ in Formatter().parse(path) if name}
    return path.format(**{name: WORDS.get(name, str(uuid4())) for name in names} | {"slug": slug})
