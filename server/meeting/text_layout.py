"""Breaks text into pieces that stay whole and fills lines with them, in columns of a fixed-width font.

A letter of East Asian scripts takes two columns; there a line may end after each letter, else between words.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

WIDE = "WF"
JOINER = "\u200d"
MAX_CLUSTER = 16
"""Letters; more than any script needs, so that a line holds it."""
NOT_FIRST = frozenset("、。，．・：；？！）］｝〉》」』】〕〗’”ー々゛゜!?,.;:)]}%…‥")
"""Punctuation that no line begins with."""
NOT_LAST = frozenset("（［｛〈《「『【〔〖‘“([{")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that no line break divides; `letters` counts what is not whitespace."""

    text: str
    has_space: bool
    """Whether a space stands before it, unless it begins a line."""
    columns: int
    letters: int


AnyPiece = TypeVar("AnyPiece", bound=Piece)


def pieces_of(text: str, most_columns: int) -> list[Piece]:
    """Divide text at its spaces, between letters of scripts without spaces, and what exceeds a line."""
    return [
        Piece(part, has_space=not index, columns=columns_of(part), letters=len(part))
        for word in visible(text).split()
        for index, part in enumerate(_parts(word, most_columns))
    ]


def visible(text: str) -> str:
    """Return the text in one line without control characters."""
    spaced = " ".join(text.split())
    if spaced.isprintable():
        return spaced
    return "".join(letter for letter in spaced if unicodedata.category(letter) != "Cc")


def columns_of(text: str) -> int:
    """Count columns; marks that combine with a letter, and invisible characters, take none."""
    return len(text) if text.isascii() else sum(_columns(letter) for letter in text)


def joined(pieces: Sequence[Piece]) -> str:
    """Return the pieces as one line."""
    return "".join(
        f" {each.text}" if index and each.has_space else each.text for index, each in enumerate(pieces)
    )


def width_of(pieces: Sequence[Piece]) -> int:
    """Count the columns of the pieces as one line."""
    spaces = sum(each.has_space for each in pieces[1:])
    return sum(each.columns for each in pieces) + spaces


def two_lines(pieces: Sequence[AnyPiece], most_columns: int) -> tuple[Sequence[AnyPiece], ...] | None:
    """Divide into at most two lines, as equal as possible; None if they do not hold it."""
    if width_of(pieces) <= most_columns:
        return (pieces,)
    fitting = [
        (max(first, second), at)
        for at in range(1, len(pieces))
        if (first := width_of(pieces[:at])) <= most_columns
        if (second := width_of(pieces[at:])) <= most_columns
    ]
    if not fitting:
        return None
    at = min(fitting)[1]
    return pieces[:at], pieces[at:]


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in WIDE else 1


def _parts(word: str, most_columns: int) -> Iterator[str]:
    if word.isascii() and len(word) <= most_columns:
        yield word
        return
    part = ""
    for cluster in _clusters(word):
        if part and (_may_break(part, cluster) or columns_of(part + cluster) > most_columns):
            yield part
            part = ""
        part += cluster
    if part:
        yield part


def _may_break(before: str, after: str) -> bool:
    if after[0] in NOT_FIRST or before[-1] in NOT_LAST:
        return False
    return _is_unspaced(before[-1]) or _is_unspaced(after[0])


def _is_unspaced(letter: str) -> bool:
    """Whether words of the letter's script are not divided by spaces; Korean ones are."""
    is_korean = "\u1100" <= letter <= "\u11ff" or "\uac00" <= letter <= "\ud7ff"
    return unicodedata.east_asian_width(letter) in WIDE and not is_korean


def _clusters(word: str) -> Iterator[str]:
    """Yield each letter with the marks, joiners and modifiers that belong to it, and flags as one."""
    cluster = ""
    for letter in word:
        if cluster and not _continues(cluster, letter):
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def _continues(cluster: str, letter: str) -> bool:
    if len(cluster) == MAX_CLUSTER:
        return False
    if unicodedata.category(letter) in ("Mn", "Me", "Mc", "Cf") or cluster[-1] == JOINER:
        return True
    if "\U0001f3fb" <= letter <= "\U0001f3ff":
        return True
    return len(cluster) == 1 and all("\U0001f1e6" <= each <= "\U0001f1ff" for each in (cluster, letter))
