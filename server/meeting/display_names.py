"""Distinct labels for people of the same name: Alex, Alex (2), Alex (3), in the order of arrival.

The web client has the same rule (`web/src/room/people`); a label depends only on who arrived earlier, so
it never changes when somebody else joins.
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Arrival(Protocol):
    """The fields of a participant that the label depends on."""

    @property
    def id(self) -> UUID:
        """`participants.id`."""
        ...

    @property
    def display_name(self) -> str:
        """As entered."""
        ...

    @property
    def joined_at(self) -> datetime | None:
        """The start of the first stay; None: not arrived yet."""
        ...


_DRAWN_AS = str.maketrans("авекмнорстухіјѕԁһԛԝαβεζηικμνορτυχ", "abekmhopctyxijsdhqwabezhikmnoptyx")
"""Small letters of which the small or the capital one looks like a Latin letter."""
_ONE_STROKE = str.maketrans("I1|ІΙӀӏ0L", "lllllllO⌊")
"""What many typefaces draw like another letter as it is written: a capital I like a small l; no capital L."""


def distinct_names(names: Iterable[str]) -> list[str]:
    """Number each name that looks like an earlier one: A, B, A → A, B, A (2)."""
    taken: set[str] = set()
    labels = []
    for name in names:
        label, number = name, 1
        while taken & looks_like(label):
            number += 1
            label = f"{name} ({number})"
        taken |= looks_like(label)
        labels.append(label)
    return labels


def display_names(people: Iterable[Arrival]) -> dict[UUID, str]:
    """Return the labels of one meeting by id; people who have not arrived are numbered last."""
    ordered = sorted(people, key=_arrival)
    labels = distinct_names(person.display_name for person in ordered)
    return {person.id: label for person, label in zip(ordered, labels, strict=True)}


def looks_like(name: str) -> frozenset[str]:
    """Return keys of which names that look alike have one in common.

    Case, spaces, width and invisible characters make no difference, nor do Cyrillic and Greek letters
    that are drawn as Latin ones, what is one stroke or one ring as it is written, rn for m, and vv for w.
    A key of how a name is drawn begins with a space, which no folded name does: Lara and Iara share none.
    """
    drawn = _folded(unicodedata.normalize("NFKC", name).translate(_ONE_STROKE))
    return frozenset({_folded(name), f" {drawn.replace('rn', 'm').replace('vv', 'w')}"})


def _folded(name: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).translate(
        _DRAWN_AS
    )
    visible = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")
    return " ".join(visible.split())


def _arrival(person: Arrival) -> tuple[bool, float, str]:
    at = person.joined_at
    return at is None, at.timestamp() if at else 0.0, str(person.id)
