"""Whether what a claim says rose, rose in what was said; told by words, or by figures from and to."""

import re
from functools import cache, lru_cache

from agent.minutes.claims.figure_roles import items_in, roles_in
from agent.minutes.claims.quantities import numbers_in
from agent.minutes.claims.relation_words import relation_words
from agent.minutes.claims.terms import terms
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import sentences

PART = re.compile(r"[,;:]\s")


@cache
def _pattern(code: str, way: str) -> re.Pattern[str]:
    before = "" if code == "ko" else r"(?<!\w)"
    return re.compile(rf"{before}(?:{getattr(relation_words(), way)})(?!\w)")


def words_of_change(text: str) -> list[tuple[str, str]]:
    """Each word of change with its direction, “rise” or “fall”."""
    low = text.lower()
    code = language.get()
    return [(match[0], way) for way in ("rise", "fall") for match in _pattern(code, way).finditer(low)]


def directions(text: str) -> frozenset[str]:
    """The directions that a text tells: rise, fall, both or none."""
    return _directions(text, language.get())


@lru_cache(maxsize=4096)
def _directions(text: str, _code: str) -> frozenset[str]:
    found = {way for _, way in words_of_change(text)}
    values = {item.key: item.value for item in items_in(text.lower())}
    for start, end in roles_in(text).moves:
        one, other = values.get(start), values.get(end)
        if one is not None and other is not None and one != other:
            found.add("rise" if other > one else "fall")
    return frozenset(found)


def same_direction(claim: str, said: str) -> bool:
    """Whether no part of the claim goes up where what was said nearest to it goes down, or the reverse."""
    for part in _parts(claim):
        ours = directions(part)
        if len(ours) != 1:
            continue
        theirs = _nearest(part, said)
        if len(theirs) == 1 and theirs != ours:
            return False
    return True


def agreeing_words(claim: str, said: str) -> frozenset[str]:
    """Keys of words of change in the claim that go the same way as what was said nearest to it."""
    found = frozenset[str]()
    for part in _parts(claim):
        if directions(part) and directions(part) == _nearest(part, said):
            found |= frozenset(each.key for word, _ in words_of_change(part) for each in terms(word))
    return found


def _parts(text: str) -> list[str]:
    return [part for sentence in sentences(text) for part in PART.split(sentence) if part.strip()]


def _nearest(part: str, said: str) -> frozenset[str]:
    """The directions of the part of speech that has most figures and words of a part of the claim."""
    about, figures = {each.key for each in terms(part)}, numbers_in(part)
    best, score = frozenset[str](), 0
    for each in _parts(said):
        told = directions(each)
        shared = len(about & {term.key for term in terms(each)}) + 2 * len(figures & numbers_in(each))
        if shared > score:
            best, score = told, shared
        elif shared == score and told and not best:
            best = told
    return best
