"""Names that the second pass may expect to be said."""

from collections.abc import Iterable

MAX_NAMES = 20
MAX_LENGTH = 200
"""A longer prompt costs time and accuracy."""


def expected_names(names: Iterable[str]) -> list[str]:
    """As many of them as fit, each once."""
    fitting: list[str] = []
    for name in sorted(set(names))[:MAX_NAMES]:
        if len(", ".join((*fitting, name))) <= MAX_LENGTH:
            fitting.append(name)
    return fitting
