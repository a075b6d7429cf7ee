"""What figures and days are: begin, end or size of a change, a bound, a last or a first day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from agent.minutes.claims.quantities import quantities
from agent.minutes.claims.relation_words import RelationWords, relation_words
from agent.minutes.claims.spoken_days import weekday_spans
from agent.minutes.claims.terms import terms
from agent.minutes.claims.units import UNITS
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import sentences

REACH = 60
"""Maximum number of characters between the begin and the end of a change."""
RATE = re.compile(rf"(?:{'|'.join(name for name in UNITS if name[0].isalpha())})(?!\w)")
"""A unit without a number, as in “a day”."""
OR_MORE = re.compile(
    r"[ -]*(?:\+|plus|(?:or|and) (?:more|over|above)|(?:oder|und) mehr|ou plus|o más|o più|of meer|ou mais)"
)
CLASHES = (
    ("to", "by"), ("over", "under"), ("until", "after"), ("until", "since"), ("from", "until"),
    ("before", "since"),
)  # fmt: skip
"""Roles that one figure or day cannot have at once."""
BOUNDS = ("over", "under", "before", "after")
"""Roles that say more than a figure or day alone: by Friday is not yet before Friday."""


@dataclass(frozen=True, slots=True)
class Item:
    """A figure, in digits, or a day, with its place."""

    at: int
    end: int
    key: str
    value: float | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Roles:
    """Changes from one item to another, and by item the roles that it has by itself."""

    moves: frozenset[tuple[str, str]]
    single: frozenset[tuple[str, str]]
    items: frozenset[str]


@cache
def _before(words: str, about: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{words})(?: ?(?:{about}|the|an?|den|dem|der|le|la|les|el|il|lo|de|het|o|os|as))*[ $€£]*$"
    )


def items_in(text: str) -> list[Item]:
    """Figures and days of a text in lower case, in their order."""
    found = [
        Item(each.at, _end(text, each.at), each.key[0], None if each.written else each.value, each.unit)
        for each in quantities(text)
        if not each.implied and not RATE.match(text[each.at :])
    ]
    found += [Item(start, end, name, None) for start, end, name in weekday_spans(text)]
    return sorted(found, key=lambda item: item.at)


def _end(text: str, at: int) -> int:
    found = re.match(r"\d+(?:[.,:]\d+)*|\w+", text[at:])
    return at + (found.end() if found else 1)


def roles_in(text: str) -> Roles:
    """The roles of the figures and days of a text in the spoken language."""
    return _roles_in(text, language.get())


@lru_cache(maxsize=4096)
def _roles_in(text: str, code: str) -> Roles:
    moves, single, keys = set[tuple[str, str]](), set[tuple[str, str]](), set[str]()
    known = relation_words()
    for sentence in sentences(text):
        low = sentence.lower().replace("’", "'")
        items = items_in(low)
        keys |= {item.key for item in items}
        moves |= _moves(known, low, items, postposed=code == "ko")
        single |= set(_single(known, low, items, postposed=code == "ko"))
    return Roles(frozenset(moves), frozenset(single), frozenset(keys))


def _moves(known: RelationWords, low: str, items: list[Item], *, postposed: bool) -> set[tuple[str, str]]:
    """Pairs of what something changes from and to."""
    found = set[tuple[str, str]]()
    for one, other in pairwise(items):
        if other.at - one.at > REACH or (one.value is None) != (other.value is None):
            continue
        between = low[one.end : other.at]
        if re.search(rf"(?<!\w)(?:{known.instead})(?!\w)", between):
            swap = not postposed
            found.add((other.key, one.key) if swap else (one.key, other.key))
        elif _has(known, "from_", low, one, postposed) and _has(known, "to", low, other, postposed):
            found.add((one.key, other.key))
        elif _has(known, "to", low, one, postposed) and _has(known, "from_", low, other, postposed):
            found.add((other.key, one.key))
    return found


def _has(known: RelationWords, role: str, low: str, item: Item, postposed: bool) -> bool:
    words = getattr(known, role)
    if postposed:
        return bool(re.match(rf"[^\s\d]*?\s?(?:원|명|분|개|시간|건)?(?:{words})", low[item.end :]))
    return bool(_before(words, known.about).search(low[: item.at]))


def _single(
    known: RelationWords, low: str, items: list[Item], *, postposed: bool
) -> Iterable[tuple[str, str]]:
    for item in items:
        if item.value is None:
            roles: tuple[str, ...] = ("until", "after", "since", "before")
        else:
            roles = ("over", "under", "to", "by") if item.unit == "%" else ("over", "under")
        if item.value is not None and OR_MORE.match(low[item.end :]):
            yield item.key, "over"
        yield from ((item.key, role.rstrip("_")) for role in roles if _has(known, role, low, item, postposed))


def implied(said: str) -> frozenset[str]:
    """What follows from changes that were said: their size, how many times as much, by how many percent."""
    values = {item.key: item.value for item in items_in(said.lower())}
    found = set[str]()
    for start, end in roles_in(said).moves:
        one, other = values.get(start), values.get(end)
        if one and other:
            change = abs(one - other)
            sizes = (change, other / one, one / other, 100 * change / one)
            found |= {f"{size:.12g}" for size in sizes if size == int(size)}
    return frozenset(found)


def same_changes(claim: str, said: str) -> bool:
    """Whether the claim tells of changes from and to just what was said."""
    ours = roles_in(claim)
    return bool(ours.moves) and ours.moves <= roles_in(said).moves


def same_roles(claim: str, said: str) -> bool:
    """Whether no figure or day of the claim has a role that it has not in what was said."""
    ours, theirs = roles_in(claim), roles_in(said)
    for start, end in ours.moves:
        if (end, start) in theirs.moves and (start, end) not in theirs.moves:
            return False
    for one, other in CLASHES:
        for mine, its in ((one, other), (other, one)):
            keys = {key for key, role in ours.single if role == mine}
            told = {key for key, role in theirs.single if role == its}
            kept = {key for key, role in theirs.single if role == mine}
            if keys & told - kept:
                return False
    return _same_bounds(ours, theirs)


def _same_bounds(ours: Roles, theirs: Roles) -> bool:
    """Whether a figure or day with a bound in the claim has it in speech."""
    return all(
        (key, role) in theirs.single or key not in theirs.items for key, role in ours.single if role in BOUNDS
    )


@cache
def _relating(code: str) -> re.Pattern[str]:
    known = relation_words()
    words = (known.about, known.over, known.under, known.instead)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


def relating_keys(text: str) -> frozenset[str]:
    """Keys of the words of a text that tell nothing but how a figure is meant."""
    low = text.lower()
    return frozenset(
        each.key for match in _relating(language.get()).finditer(low) for each in terms(match[0])
    )
