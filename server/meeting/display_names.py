"""What tells people of one name apart: Alex, Alex (2), Alex (3), in the order they arrived.

The web client has the same rule (`web/src/room/people`); a label depends only on who arrived earlier, so
nobody's changes when somebody else comes.
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Arrival(Protocol):
    """A participant, as far as their label depends on it."""

    @property
    def id(self) -> UUID:
        """Of the participant's row."""
        ...

    @property
    def display_name(self) -> str:
        """As they wrote it."""
        ...

    @property
    def joined_at(self) -> datetime | None:
        """The first of their stays; None: has not come."""
        ...


def distinct_names(names: Iterable[str]) -> list[str]:
    """Number each name that an earlier one looks like: A, B, A → A, B, A (2)."""
    taken: set[str] = set()
    labels = []
    for name in names:
        label, number = name, 1
        while looks_like(label) in taken:
            number += 1
            label = f"{name} ({number})"
        taken.add(looks_like(label))
        labels.append(label)
    return labels


def display_names(people: Iterable[Arrival]) -> dict[UUID, str]:
    """Label everybody of one meeting by id; who has not arrived comes after who has."""
    ordered = sorted(people, key=_arrival)
    labels = distinct_names(person.display_name for person in ordered)
    return {person.id: label for person, label in zip(ordered, labels, strict=True)}


def looks_like(name: str) -> str:
    """What two names share that a reader cannot tell apart: case, spaces, width and invisible characters."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    visible = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")
    return " ".join(visible.split())


def _arrival(person: Arrival) -> tuple[bool, float, str]:
    at = person.joined_at
    return at is None, at.timestamp() if at else 0.0, str(person.id)
