"""Terms and names that the second pass may expect to be said."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from server.meeting.glossary import Glossary

MAX_NAMES = 20
MAX_LENGTH = 200
"""A longer prompt costs time and accuracy."""
MAX_TERMS_LENGTH = 140
"""Of the glossary, which comes first, for its terms were misheard; the rest is for the people there."""


class Named(Protocol):
    """Somebody in the room."""

    @property
    def name(self) -> str:
        """As LiveKit has it; may be empty."""
        ...


class ExpectedWords:
    """What may be said in a room: the terms of its glossary, and the names of the people there."""

    def __init__(self, people: Mapping[str, Named]) -> None:
        """`people`: a room's participants, who change while the meeting lasts."""
        self._people = people
        self._terms: tuple[str, ...] = ()

    def change(self, glossary: Glossary) -> None:
        """Expect the terms of this glossary from now on."""
        self._terms = glossary.all

    def fitting(self) -> list[str]:
        """Return as many as fit."""
        return expected_names((each.name for each in self._people.values() if each.name), self._terms)


def expected_names(names: Iterable[str], terms: Iterable[str] = ()) -> list[str]:
    """As many of them as fit, each once: terms of the glossary in their order, then names."""
    fitting = _fitting([], terms, MAX_TERMS_LENGTH)
    return _fitting(fitting, sorted(set(names) - set(fitting)), MAX_LENGTH)


def _fitting(taken: list[str], more: Iterable[str], length: int) -> list[str]:
    fitting = list(taken)
    for each in dict.fromkeys(more):
        if len(fitting) == MAX_NAMES:
            break
        if len(", ".join((*fitting, each))) <= length:
            fitting.append(each)
    return fitting
