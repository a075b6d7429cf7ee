"""Which action item of rewritten minutes is which of those before: by their words, citations and owner."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

SAME_WORDS = 0.9
"""From here on two titles say the same."""
LIKE_WORDS = 0.6
"""Enough of one owner's, wherever it was said."""
SOME_WORDS = 0.3
"""Enough where both cite the same sentence."""
FEW_WORDS = 0.15
"""Enough of one owner's in the same sentence: a model says a task in other words."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What of an action item tells whether it is another one in other words."""

    title: str
    owner: str | None
    evidence: frozenset[UUID]


def matches(new: Sequence[Wording], known: Sequence[Wording]) -> dict[int, int]:
    """Return the place of the known item by that of the new one; each is taken once, the most alike first."""
    scored = sorted(
        (
            (-score, at, of)
            for at, one in enumerate(new)
            for of, other in enumerate(known)
            if (score := _likeness(one, other)) > 0
        ),
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, of in scored:
        if at not in found and of not in taken:
            found[at] = of
            taken.add(of)
    return found


def _likeness(one: Wording, other: Wording) -> float:
    """Return 0 for different items, else the more the more alike."""
    words = similarity(one.title, other.title)
    cited = len(one.evidence & other.evidence) / max(1, min(len(one.evidence), len(other.evidence)))
    is_owner = _folded(one.owner) == _folded(other.owner)
    enough = FEW_WORDS if cited and is_owner else SOME_WORDS if cited else LIKE_WORDS if is_owner else None
    if enough is None:
        enough = SAME_WORDS if one.owner is None or other.owner is None else 2.0
    return words + cited + is_owner / 2 if words >= enough else 0.0


def similarity(one: str, other: str) -> float:
    """Return Dice's coefficient of the titles' pairs of letters, 0 to 1; it works without spaces, too."""
    a, b = _pairs(one), _pairs(other)
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _pairs(text: str) -> Counter[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    padded = f" {' '.join(plain.split())} "
    return Counter(padded[at : at + 2] for at in range(len(padded) - 1))


def _folded(name: str | None) -> str:
    return (name or "").strip().casefold()
