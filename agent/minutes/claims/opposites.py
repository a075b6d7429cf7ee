"""Words and their opposites: rose and fell, accepted and rejected."""

import re
from functools import lru_cache

from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.terms import key, terms
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import tokens

CLOSE = 2
"""Number of words after one of a pair that it belongs to."""


def opposed(ours: frozenset[str], said: str, denied: frozenset[str]) -> bool:
    """Whether the claim has one word of a pair of opposites where speech has the other."""
    theirs = all_keys(said) - denied
    for row in _keyed(language.get()):
        for mine, its in (row, row[::-1]):
            if not mine & ours or its & ours or not its & theirs:
                continue
            if not mine & theirs or _nearer(ours - mine, said, mine, its):
                return True
    return False


def _nearer(about: frozenset[str], said: str, mine: frozenset[str], its: frozenset[str]) -> bool:
    """Whether the rest of a claim is said next to the opposite, not next to its own word."""
    parts = [all_keys(part) for part in re.split(r",|\band\b|\bbut\b|\bund\b|\bet\b|\by\b", said.lower())]
    with_mine = max((len(about & part) for part in parts if mine & part), default=0)
    with_its = max((len(about & part) for part in parts if its & part), default=0)
    return with_its > with_mine


@lru_cache(maxsize=32)
def _keyed(_language: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Keys of the pairs of the spoken language."""
    return tuple((frozenset(map(key, row[0])), frozenset(map(key, row[1]))) for row in lexicon().opposites)


def paired_otherwise(ours: str, said: str) -> bool:
    """Whether a word stands close to one word of a pair in the claim, and only to its opposite in speech."""
    mine, its = _pairs(ours, language.get()), _pairs(said, language.get())
    for row in _keyed(language.get()):
        for left, right in (row, row[::-1]):
            if left.isdisjoint(mine):
                continue
            words = frozenset[str]().union(*(mine.get(word, frozenset()) for word in left))
            kept = frozenset[str]().union(*(its.get(word, frozenset()) for word in left))
            turned = frozenset[str]().union(*(its.get(word, frozenset()) for word in right))
            if words & turned - kept and not left & turned:
                return True
    return False


@lru_cache(maxsize=8192)
def _pairs(text: str, _language: str) -> dict[str, frozenset[str]]:
    """By key of a word, those of the content words close after it in its sentence."""
    found: dict[str, set[str]] = {}
    for part in re.split(r"[.,;:!?]", text):
        keys = [key(token) for token in tokens(part)]
        counts = {each.key for each in terms(part)}
        for at, word in enumerate(keys):
            found.setdefault(word, set()).update(counts & set(keys[at + 1 : at + 1 + CLOSE]))
    return {word: frozenset(near) for word, near in found.items()}


def all_keys(text: str) -> frozenset[str]:
    """Keys of all words, those without content too."""
    return _all_keys(text, language.get())


@lru_cache(maxsize=8192)
def _all_keys(text: str, _language: str) -> frozenset[str]:
    return frozenset(key(token) for token in tokens(text)) | {each.key for each in terms(text)}
