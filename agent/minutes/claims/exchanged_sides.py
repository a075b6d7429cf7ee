"""Whether two things of a claim have changed places about a preposition: from A to B, A rather than B."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from agent.minutes.claims.relation_words import relation_words
from agent.minutes.claims.word_slots import slots
from agent.minutes.spoken_language import language

ALIKE = {"into": "to", "onto": "to", "aus": "von", "nach": "zu"}
"""Prepositions that say the same as another of where something comes from or goes to."""
OUT_OF = re.compile(r"\bout of\b")
Keys = frozenset[str]
Sides = tuple[tuple[str, Keys, Keys], ...]
"""By preposition the keys before it in its clause, and those of the noun phrase after it."""


def exchanged(claim: str, said: Iterable[str], otherwise: Mapping[str, str]) -> bool:
    """Whether a clause of a claim has on each other's side of a preposition what a clause of speech has."""
    ours = tuple(
        (word, _as_heard(before, otherwise), _as_heard(after, otherwise))
        for word, before, after in _sides(claim)
    )
    return bool(ours) and any(_is_exchanged(ours, _sides(each)) for each in said)


def _as_heard(keys: Keys, otherwise: Mapping[str, str]) -> Keys:
    return frozenset(otherwise.get(each, each) for each in keys)


def _is_exchanged(ours: Sides, theirs: Sides) -> bool:
    mine, its = _by_word(ours), _by_word(theirs)
    for word, before, after in ours:
        for other, said_before, said_after in theirs:
            if after & its.get(word, Keys()) or said_after & mine.get(other, Keys()):
                continue
            if word == other and after & said_before and said_after & before:
                return True
            if word != other and after & said_after and mine.get(other, Keys()) & its.get(word, Keys()):
                return True
    return False


def _by_word(sides: Sides) -> dict[str, Keys]:
    found: dict[str, Keys] = {}
    for word, _, after in sides:
        found[word] = found.get(word, Keys()) | after
    return found


def _sides(text: str) -> Sides:
    return _sides_in(text, language.get())


@lru_cache(maxsize=8192)
def _sides_in(text: str, code: str) -> Sides:
    low = _instead(code).sub("than", OUT_OF.sub("from", text.lower())) if code == "en" else text.lower()
    found = slots(low)
    sides = []
    for at, slot in enumerate(found):
        if not slot.preposition:
            continue
        after = {slot.key}
        for last, each in zip(found[at:], found[at + 1 :], strict=False):
            if each.article or each.before != last.key:
                break
            after.add(each.key)
        before = frozenset(each.key for each in found[:at])
        sides.append((ALIKE.get(slot.preposition, slot.preposition), before, frozenset(after)))
    return tuple(sides)


@cache
def _instead(_code: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{relation_words().instead})\b")
